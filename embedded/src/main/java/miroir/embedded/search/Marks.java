package miroir.embedded.search;

import java.util.ArrayList;
import java.util.List;
import miroir.embedded.index.Word;

/** Finds what of a text a query matches. */
final class Marks {

    private final List<Term> terms;

    /** A stretch of characters, and the number of the word it is or begins. */
    record Mark(int start, int end, int word) {}

    Marks(List<Term> terms) {
        this.terms = terms;
    }

    List<Mark> of(String text, List<Word> words) {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            for (Term term : terms) {
                int end = end(term, text, words, i);
                if (end > 0) {
                    marks.add(new Mark(words.get(i).start(), end, i));
                    while (i + 1 < words.size() && words.get(i + 1).start() < end) {
                        i++;
                    }
                    break;
                }
            }
        }
        return marks;
    }

    private static int end(Term term, String text, List<Word> words, int at) {
        Query.Part part = term.part();
        Word word = words.get(at);
        if (part.phrase()) {
            for (int i = 0; i < part.words().size(); i++) {
                if (at + i >= words.size()
                        || !words.get(at + i).text().equals(part.words().get(i))) {
                    return 0;
                }
            }
            return words.get(at + part.words().size() - 1).end();
        }
        if (!term.matches(word.text())) {
            return 0;
        }
        String start = part.words().get(0);
        boolean cut =
                part.prefix() && word.text().startsWith(start) && word.text().length() == word.end() - word.start();
        return cut ? text.offsetByCodePoints(word.start(), start.codePointCount(0, start.length())) : word.end();
    }
}
