package miroir.embedded.index;

import java.util.Arrays;

/** The words of a document with their places: what the ranking of this document is computed from. */
public final class DocumentWords {

    private final int[] words;
    private final int[] starts;
    private final int[] places;
    private final int[] fields;
    private final int[] counts;

    /**
     * Packs words.
     *
     * @param occurrences word in the upper half, place (field, then position, 16 bits each) in the lower
     * @param fields the fields that hold words, and
     * @param counts how many each holds
     */
    DocumentWords(long[] occurrences, int[] fields, int[] counts) {
        Arrays.sort(occurrences);
        this.places = new int[occurrences.length];
        int[] distinct = new int[occurrences.length];
        int[] begin = new int[occurrences.length + 1];
        int size = 0;
        for (int i = 0; i < occurrences.length; i++) {
            int word = (int) (occurrences[i] >>> 32);
            places[i] = (int) occurrences[i];
            if (size == 0 || distinct[size - 1] != word) {
                distinct[size] = word;
                begin[size++] = i;
            }
        }
        begin[size] = occurrences.length;
        this.words = Arrays.copyOf(distinct, size);
        this.starts = Arrays.copyOf(begin, size + 1);
        this.fields = fields;
        this.counts = counts;
    }

    /** How many different words there are. */
    public int size() {
        return words.length;
    }

    /** The number of the i-th word, ascending. */
    public int word(int i) {
        return words[i];
    }

    /** Where a word stands in the list, or negative. */
    public int find(int word) {
        return Arrays.binarySearch(words, word);
    }

    /** Whether a word stands at a place. */
    public boolean holds(int word, int place) {
        int found = find(word);
        if (found >= 0) {
            for (int at = starts[found]; at < starts[found + 1]; at++) {
                if (places[at] == place) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first place of the i-th word; its places end where the next word's start. */
    public int start(int i) {
        return starts[i];
    }

    /** A place: the field in the upper 16 bits, the position in the lower. */
    public int place(int i) {
        return places[i];
    }

    /** How many fields hold words. */
    public int fieldCount() {
        return fields.length;
    }

    /** The number of the i-th field with words. */
    public int field(int i) {
        return fields[i];
    }

    /** How many words a field holds. */
    public int count(int field) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == field) {
                return counts[i];
            }
        }
        return 0;
    }
}
