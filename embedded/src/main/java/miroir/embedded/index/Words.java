package miroir.embedded.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.util.CharTokenizer;

/** Splits text into words: runs of letters and digits, in lower case, without accents. */
public final class Words {

    private static final int GAP = 8;
    private static final String HARD = ";!?()[]{}|\n";

    private static final Analyzer ANALYZER = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
            Tokenizer words = CharTokenizer.fromTokenCharPredicate(Words::isWordCharacter);
            return new TokenStreamComponents(words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
        }
    };

    private Words() {}

    private static boolean isWordCharacter(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || Character.getType(codePoint) == Character.NON_SPACING_MARK
                || Character.getType(codePoint) == Character.COMBINING_SPACING_MARK;
    }

    /** The words of a text; the first one has position 0. */
    public static List<Word> of(String text) {
        return of(text, 0);
    }

    /** The words of a text of which the first one gets the given position. */
    static List<Word> of(String text, int first) {
        List<Word> words = new ArrayList<>();
        try (TokenStream stream = ANALYZER.tokenStream("", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
            stream.reset();
            int position = first;
            int end = -1;
            while (stream.incrementToken()) {
                if (end >= 0) {
                    position += isHard(text, end, offset.startOffset()) ? GAP : 1;
                }
                end = offset.endOffset();
                words.add(new Word(term.toString(), position, offset.startOffset(), end));
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    /** The words of several texts of one field, a gap between each two. */
    static List<Word> of(List<String> texts) {
        List<Word> words = new ArrayList<>();
        for (String text : texts) {
            int first = words.isEmpty() ? 0 : words.get(words.size() - 1).position() + GAP;
            words.addAll(of(text, first));
        }
        return words;
    }

    private static boolean isHard(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean stop = (c == '.' || c == ',') && i + 1 < to;
            if (stop || HARD.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
