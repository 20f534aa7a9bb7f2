package miroir.core.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges sorted lists by their heads. Each list keeps its own order, also where its entries compare equal or badly, so
 * longer lists only ever append to the result: pages of one query fit together.
 */
public final class Merger {
    private Merger() {}

    /**
     * The window's part of the merged list.
     *
     * @param order decides between heads; when it is total the result does not depend on the order of the lists
     */
    public static <T> List<T> merge(
            Collection<? extends List<? extends T>> lists, Comparator<? super T> order, Window window) {
        PriorityQueue<Cursor<T>> heads = heads(lists, order);
        List<T> merged = new ArrayList<>(Math.min(window.limit(), 1024));
        for (int rank = 0; rank < window.end() && !heads.isEmpty(); rank++) {
            Cursor<T> best = heads.remove();
            if (rank >= window.offset()) {
                merged.add(best.head());
            }
            if (best.advance()) {
                heads.add(best);
            }
        }
        return merged;
    }

    private static <T> PriorityQueue<Cursor<T>> heads(
            Collection<? extends List<? extends T>> lists, Comparator<? super T> order) {
        PriorityQueue<Cursor<T>> heads =
                new PriorityQueue<>(Math.max(1, lists.size()), (a, b) -> order.compare(a.head(), b.head()));
        for (List<? extends T> list : lists) {
            if (!list.isEmpty()) {
                heads.add(new Cursor<>(list));
            }
        }
        return heads;
    }

    private static final class Cursor<T> {
        private final List<? extends T> list;
        private int at;

        Cursor(List<? extends T> list) {
            this.list = list;
        }

        T head() {
            return list.get(at);
        }

        boolean advance() {
            return ++at < list.size();
        }
    }
}
