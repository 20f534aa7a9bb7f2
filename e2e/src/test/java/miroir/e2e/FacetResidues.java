package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The differences of facets that have a known reason: the spelling shown, and the order of equal counts. */
final class FacetResidues {
    private static final Set<String> BY_COUNT = Set.of("brand", "kinds.deep");
    private static final String SPELT = "finish";

    private final Sides sides;
    private final boolean trees;

    /**
     * Residues between these sides.
     *
     * @param trees whether nodes keep the values of a field in a tree, whose shape orders those of equal counts
     */
    FacetResidues(Sides sides, boolean trees) {
        this.sides = sides;
        this.trees = trees;
    }

    /** Whether all differences of a question are such. */
    boolean explain(Sides.Case asked) {
        JsonNode plain = sides.plainJson(asked.question());
        JsonNode miroir = asked.question().ask(sides.miroir()).json();
        return asked.differences().stream().allMatch(difference -> {
            String path = difference.path();
            if (path.startsWith("/facetHits") && asked.question().mentions("facetName", SPELT)) {
                return difference.plain().equalsIgnoreCase(difference.miroir());
            }
            if (!path.startsWith("/facetDistribution/")) {
                return false;
            }
            String field = path.split("[/ ]", -1)[2];
            JsonNode ours = miroir.path("facetDistribution").path(field);
            JsonNode theirs = plain.path("facetDistribution").path(field);
            return field.equals(SPELT)
                    ? folded(theirs).equals(folded(ours))
                    : trees && BY_COUNT.contains(field) && differInTiesOnly(theirs, ours);
        });
    }

    private static Map<String, Integer> folded(JsonNode facet) {
        Map<String, Integer> folded = new TreeMap<>();
        facet.properties()
                .forEach(value -> folded.merge(
                        value.getKey().toLowerCase(Locale.ROOT),
                        value.getValue().asInt(),
                        Integer::sum));
        return folded;
    }

    /** The counts are the same in the same order, and so are the values but for those of the last count. */
    private static boolean differInTiesOnly(JsonNode plain, JsonNode miroir) {
        List<Integer> counts = new ArrayList<>();
        plain.forEach(count -> counts.add(count.asInt()));
        List<Integer> others = new ArrayList<>();
        miroir.forEach(count -> others.add(count.asInt()));
        int last = counts.isEmpty() ? 0 : counts.get(counts.size() - 1);
        return counts.equals(others) && above(plain, last).equals(above(miroir, last));
    }

    private static Set<String> above(JsonNode facet, int count) {
        Set<String> values = new TreeSet<>();
        facet.properties().stream()
                .filter(value -> value.getValue().asInt() > count)
                .forEach(value -> values.add(value.toString()));
        return values;
    }
}
