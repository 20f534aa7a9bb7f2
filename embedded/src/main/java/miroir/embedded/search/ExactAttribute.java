package miroir.embedded.search;

import java.util.List;
import miroir.embedded.index.DocumentWords;

/**
 * Whether an attribute is, or starts with, exactly the words of the query. Words that no document of the index holds are
 * left out of the query here when they are the last ones; without one in the middle nothing matches exactly.
 */
final class ExactAttribute {

    private ExactAttribute() {}

    /**
     * 2 when an attribute is the query, 1 when one starts with it, else 0.
     *
     * @param exact the terms that have to be there as they are
     */
    static int of(List<Term> terms, int[] exact, DocumentWords words, Fields fields) {
        int best = 0;
        int length = 0;
        for (int i = 0; i < exact.length; i++) {
            if (exact[i] != i) {
                return 0;
            }
            length += terms.get(i).length();
        }
        if (exact.length == 0) {
            return 0;
        }
        for (int i = 0; i < words.fieldCount(); i++) {
            int field = words.field(i);
            if (fields.allows(field, true) && starts(terms, exact, words, field)) {
                best = Math.max(best, words.count(field) == length ? 2 : 1);
            }
        }
        return best;
    }

    private static boolean starts(List<Term> terms, int[] exact, DocumentWords words, int field) {
        int position = 0;
        for (int i : exact) {
            Term term = terms.get(i);
            if (term.part().position() != position || !term.isExactAt(words, field << 16 | position)) {
                return false;
            }
            position += term.length();
        }
        return true;
    }
}
