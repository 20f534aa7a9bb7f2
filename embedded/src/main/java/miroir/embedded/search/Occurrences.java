package miroir.embedded.search;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Where one term occurs in one document. */
final class Occurrences {

    private int[] places = new int[16];
    private byte[] typos = new byte[16];
    private boolean[] exact = new boolean[16];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int place, int typoCount, boolean isExact) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            typos = Arrays.copyOf(typos, 2 * size);
            exact = Arrays.copyOf(exact, 2 * size);
        }
        places[size] = place;
        typos[size] = (byte) typoCount;
        exact[size++] = isExact;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int field(int i) {
        return places[i] >>> 16;
    }

    int position(int i) {
        return places[i] & 0xffff;
    }

    int minTypos() {
        int min = Integer.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            min = Math.min(min, typos[i]);
        }
        return min;
    }

    boolean hasExact() {
        for (int i = 0; i < size; i++) {
            if (exact[i]) {
                return true;
            }
        }
        return false;
    }

    /** Keeps what a test of the index accepts. */
    void retain(IntPredicate test) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (test.test(i)) {
                places[kept] = places[i];
                typos[kept] = typos[i];
                exact[kept++] = exact[i];
            }
        }
        size = kept;
    }

    /** Keeps those with a number of typos. */
    void retainTypos(int wanted) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (typos[i] == wanted) {
                places[kept] = places[i];
                typos[kept] = typos[i];
                exact[kept++] = exact[i];
            }
        }
        size = kept;
    }

    boolean isExact(int i) {
        return exact[i];
    }
}
