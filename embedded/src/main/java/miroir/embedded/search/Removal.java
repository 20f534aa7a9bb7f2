package miroir.embedded.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Which words of a query may be given up, last first; phrases and, without any, the first word must stay. */
final class Removal {

    private final List<int[]> levels = new ArrayList<>();

    Removal(List<Term> terms, boolean all) {
        List<Integer> kept = new ArrayList<>();
        boolean phrases = terms.stream().anyMatch(term -> term.part().phrase());
        for (int i = 0; i < terms.size(); i++) {
            kept.add(i);
        }
        levels.add(kept.stream().mapToInt(Integer::intValue).toArray());
        for (int i = terms.size() - 1; i >= (phrases ? 0 : 1) && !all; i--) {
            if (!terms.get(i).part().phrase()) {
                kept.remove(Integer.valueOf(i));
                levels.add(kept.stream().mapToInt(Integer::intValue).toArray());
            }
        }
    }

    /** The terms kept when some have been given up. */
    int[] kept(int removed) {
        return levels.get(removed);
    }

    /** How many levels there are. */
    int size() {
        return levels.size();
    }

    /** The least number of words to give up so that all others match, or -1. */
    int removed(IntPredicate matches) {
        for (int removed = 0; removed < levels.size(); removed++) {
            if (all(levels.get(removed), matches)) {
                return removed;
            }
        }
        return -1;
    }

    private static boolean all(int[] terms, IntPredicate matches) {
        for (int term : terms) {
            if (!matches.test(term)) {
                return false;
            }
        }
        return true;
    }
}
