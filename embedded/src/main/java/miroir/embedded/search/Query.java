package miroir.embedded.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import miroir.embedded.index.Settings;
import miroir.embedded.index.Word;
import miroir.embedded.index.Words;

/**
 * What a query text asks for.
 *
 * @param parts the words and phrases to find, in order
 * @param negative the words and phrases that must not be there
 */
record Query(List<Part> parts, List<Part> negative) {

    private static final int MAX_PARTS = 10;

    /**
     * A word or a phrase.
     *
     * @param prefix whether a word stands for all that start with it
     * @param position the place of its first word in the query
     */
    record Part(List<String> words, boolean phrase, boolean prefix, int position) {}

    static Query parse(String text, Settings settings) {
        return new Parser(settings).parse(text);
    }

    private static final class Parser {
        private final Set<String> stopWords;
        private final boolean prefixes;
        private final List<Part> parts = new ArrayList<>();
        private final List<Part> negative = new ArrayList<>();
        private int position;

        Parser(Settings settings) {
            this.stopWords = settings.stopWords();
            this.prefixes = settings.prefixSearch();
        }

        Query parse(String text) {
            int from = 0;
            while (from < text.length()) {
                int open = text.indexOf('"', from);
                words(text.substring(from, open < 0 ? text.length() : open), open < 0);
                if (open < 0) {
                    break;
                }
                int close = text.indexOf('"', open + 1);
                int end = close < 0 ? text.length() : close;
                phrase(text.substring(open + 1, end), isNegation(text, open));
                from = end + 1;
            }
            return new Query(List.copyOf(parts.subList(0, Math.min(MAX_PARTS, parts.size()))), List.copyOf(negative));
        }

        private static boolean isNegation(String text, int at) {
            return at > 0 && text.charAt(at - 1) == '-' && (at == 1 || Character.isWhitespace(text.charAt(at - 2)));
        }

        private void words(String text, boolean last) {
            List<Word> words = Words.of(text);
            for (int i = 0; i < words.size(); i++) {
                Word word = words.get(i);
                boolean open = last && i == words.size() - 1 && word.end() == text.length();
                if (isNegation(text, word.start())) {
                    negative.add(new Part(List.of(word.text()), false, false, 0));
                } else if (stopWords.contains(word.text()) && !open) {
                    position++;
                } else {
                    parts.add(new Part(List.of(word.text()), false, open && prefixes, position++));
                }
            }
        }

        private void phrase(String text, boolean negated) {
            List<String> words = Words.of(text).stream().map(Word::text).toList();
            if (words.isEmpty()) {
                return;
            }
            if (negated) {
                negative.add(new Part(words, true, false, 0));
            } else {
                parts.add(new Part(words, true, false, position));
                position += words.size();
            }
        }
    }
}
