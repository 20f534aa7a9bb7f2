package miroir.embedded.search;

import java.util.List;
import miroir.embedded.index.DocumentWords;

/** Whether an attribute is, or starts with, exactly the words of the query. */
final class ExactAttribute {

    private ExactAttribute() {}

    /** 2 when an attribute is the query, 1 when one starts with it, else 0. */
    static int of(List<Term> terms, int[] kept, DocumentWords words, Fields fields) {
        int best = 0;
        int length = 0;
        for (int i : kept) {
            length += terms.get(i).length();
        }
        for (int i = 0; i < words.fieldCount(); i++) {
            int field = words.field(i);
            if (fields.allows(field, true) && starts(terms, kept, words, field)) {
                best = Math.max(best, words.count(field) == length ? 2 : 1);
            }
        }
        return best;
    }

    private static boolean starts(List<Term> terms, int[] kept, DocumentWords words, int field) {
        int position = 0;
        for (int i : kept) {
            Term term = terms.get(i);
            if (term.part().position() != position || !term.isExactAt(words, field << 16 | position)) {
                return false;
            }
            position += term.length();
        }
        return true;
    }
}
