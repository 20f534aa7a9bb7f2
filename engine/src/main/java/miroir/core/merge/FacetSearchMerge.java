package miroir.core.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Sums the values of one facet that were found in disjoint document sets, and orders and cuts them as one node would
 * (source: milli, search/facet/search.rs).
 */
public final class FacetSearchMerge {
    /** A node without a query walks the values themselves. */
    private static final Comparator<FacetTally> BY_KEY = (a, b) -> Utf8Order.compare(a.key(), b.key());
    /** With one it walks their folded forms. */
    private static final Comparator<FacetTally> BY_FOLDED =
            Comparator.comparing(FacetTally::folded, Utf8Order::compare).thenComparing(BY_KEY);

    private static final Comparator<FacetTally> RAREST_FIRST =
            Comparator.comparingLong(FacetTally::count).thenComparing(FacetTally::spelling, Utf8Order::compare);

    private FacetSearchMerge() {}

    /**
     * The values to show, in order.
     *
     * @param queried whether values were searched by their start, as opposed to listed
     * @param most how many are shown
     */
    public static List<FacetValue> merge(
            Collection<? extends List<FacetValue>> answers, FacetOrder order, boolean queried, int most) {
        Map<String, FacetTally> tallies = new HashMap<>();
        answers.forEach(answer -> answer.forEach(value -> FacetTally.addText(tallies, value)));
        List<FacetTally> walked = new ArrayList<>(tallies.values());
        walked.sort(queried ? BY_FOLDED : BY_KEY);
        List<FacetTally> shown = order == FacetOrder.COUNT
                ? mostFrequent(walked, most)
                : walked.subList(0, Math.min(most, walked.size()));
        return shown.stream().map(FacetTally::shown).toList();
    }

    /** As from a node's heap: of those that occur equally often, the last ones walked push the others out. */
    private static List<FacetTally> mostFrequent(List<FacetTally> walked, int most) {
        PriorityQueue<FacetTally> best = new PriorityQueue<>(RAREST_FIRST);
        for (FacetTally tally : walked) {
            FacetTally worst = best.peek();
            if (best.size() < most) {
                best.add(tally);
            } else if (worst != null && worst.count() <= tally.count()) {
                best.remove();
                best.add(tally);
            }
        }
        List<FacetTally> shown = new ArrayList<>(best);
        shown.sort(RAREST_FIRST.reversed());
        return shown;
    }
}
