package miroir.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the known word an unknown one was probably meant to be. */
final class Nearest {
    private Nearest() {}

    /** "did you mean …?" when a known word is close, else the list of all. */
    static String hint(String unknown, Collection<String> known) {
        int close = Math.max(2, unknown.length() / 3);
        return known.stream()
                .filter(word -> distance(unknown, word) <= close)
                .min(Comparator.comparingInt(word -> distance(unknown, word)))
                .map(word -> "did you mean " + word + "?")
                .orElseGet(() -> "known are " + String.join(", ", known));
    }

    /** Levenshtein distance, ignoring case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
