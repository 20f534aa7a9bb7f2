package miroir.core.merge;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Takes back the exact matches of lists that know fewer words of the query than others: a document that holds fewer words
 * than another of the same scale is none. The order of exactness alone does not need it, rules behind exactness do: they
 * decide between such a document and those that it ties with.
 */
public final class ExactMatches {
    private ExactMatches() {}

    /** Changes the keys that do not fit the others. */
    public static <T> void agree(
            Collection<? extends List<T>> lists, Function<T, RankKey> key, BiConsumer<T, RankKey> change) {
        if (lists.stream()
                .noneMatch(list -> !list.isEmpty() && key.apply(list.get(0)).leadsOn())) {
            return;
        }
        Map<RankKey, Double> most = new HashMap<>();
        for (List<T> list : lists) {
            for (T entry : list) {
                RankKey rank = key.apply(entry);
                if (rank.leadsOn()) {
                    most.merge(rank.scale(), rank.exactWords(), Math::max);
                }
            }
        }
        for (List<T> list : lists) {
            for (T entry : list) {
                RankKey rank = key.apply(entry);
                if (rank.leadsOn()
                        && rank.isExactMatch()
                        && rank.exactWords() < most.getOrDefault(rank.scale(), rank.exactWords())) {
                    change.accept(entry, rank.withoutExactMatch());
                }
            }
        }
    }
}
