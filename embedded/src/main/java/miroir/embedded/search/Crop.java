package miroir.embedded.search;

import java.util.List;
import miroir.embedded.index.Word;

/** The part of a text that is shown when it is cropped. */
record Crop(int start, int end) {

    /** The part with the most matches, as many words long as wanted. */
    static Crop around(String text, List<Word> words, List<Marks.Mark> marks, int length) {
        if (words.size() <= length) {
            return new Crop(0, text.length());
        }
        int first = 0;
        int most = -1;
        int span = 0;
        for (Marks.Mark mark : marks) {
            int from = mark.word();
            int last = from;
            int count = 0;
            for (Marks.Mark other : marks) {
                if (other.word() >= from && other.word() < from + length) {
                    count++;
                    last = Math.max(last, other.word());
                }
            }
            if (count > most) {
                most = count;
                first = from;
                span = last - from + 1;
            }
        }
        int spare = length - span;
        int before = most < 0 ? 0 : spare - spare / 2;
        int from = Math.max(0, Math.min(first - before, words.size() - length));
        int to = from + length;
        int start = from == 0 ? 0 : words.get(from).start();
        return new Crop(
                start, to == words.size() ? text.length() : words.get(to - 1).end());
    }
}
