package miroir.engine.error;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts that Meilisearch's messages about bad values have in common (source: the deserr library, errors/helpers.rs). */
public final class Wording {
    private static final int MOST_TYPOS = 5;

    private Wording() {}

    /** {@code did you mean `x`? expected one of `x`, `y`}. */
    static String expected(String received, Collection<String> accepted) {
        return didYouMean(received, accepted) + "expected one of "
                + accepted.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String didYouMean(String received, Collection<String> accepted) {
        int best = typosAllowed(received.getBytes(StandardCharsets.UTF_8).length) + 1;
        String nearest = "";
        for (String name : best == 1 ? List.<String>of() : accepted) {
            int distance = distance(received, name);
            if (distance < best) {
                best = distance;
                nearest = "did you mean `" + name + "`? ";
            }
        }
        return nearest;
    }

    private static int typosAllowed(int length) {
        if (length <= 3) {
            return 0;
        }
        if (length <= 7) {
            return 1;
        }
        if (length <= 12) {
            return 2;
        }
        return length <= 17 ? 3 : length <= 24 ? 4 : MOST_TYPOS;
    }

    /**
     * Damerau-Levenshtein distance with adjacent transpositions that may enclose further edits. Of texts whose lengths
     * differ by more typos than any text is allowed it is that difference, which is less: the table would have the size of
     * what the client sent.
     */
    public static int distance(String a, String b) {
        int apart = Math.abs(a.length() - b.length());
        if (apart > MOST_TYPOS) {
            return apart;
        }
        int far = a.length() + b.length();
        int[][] d = new int[a.length() + 2][b.length() + 2];
        for (int i = 0; i <= a.length(); i++) {
            d[i + 1][0] = far;
            d[i + 1][1] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j + 1] = far;
            d[1][j + 1] = j;
        }
        d[0][0] = far;
        Map<Character, Integer> lastRow = new HashMap<>();
        for (int i = 1; i <= a.length(); i++) {
            int lastColumn = 0;
            for (int j = 1; j <= b.length(); j++) {
                int row = lastRow.getOrDefault(b.charAt(j - 1), 0);
                int column = lastColumn;
                int cost = 1;
                if (a.charAt(i - 1) == b.charAt(j - 1)) {
                    cost = 0;
                    lastColumn = j;
                }
                int edit = Math.min(d[i][j] + cost, Math.min(d[i + 1][j] + 1, d[i][j + 1] + 1));
                d[i + 1][j + 1] = Math.min(edit, d[row][column] + (i - row - 1) + 1 + (j - column - 1));
            }
            lastRow.put(a.charAt(i - 1), i);
        }
        return d[a.length() + 1][b.length() + 1];
    }
}
