package miroir.core.merge;

import java.text.Normalizer;
import java.util.Locale;

/** How Meilisearch folds facet texts: trimmed, NFKD, lower case. */
public final class FacetText {
    private FacetText() {}

    /** The form under which equal facet values are grouped. */
    public static String normalise(String text) {
        String trimmed = trim(text);
        String decomposed = isAscii(trimmed) ? trimmed : Normalizer.normalize(trimmed, Normalizer.Form.NFKD);
        return decomposed.toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    // Unicode's White_Space, which neither trim() nor strip() follows.
    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isWhiteSpace(char unit) {
        return Character.isSpaceChar(unit) || (unit >= '\t' && unit <= '\r') || unit == 0x85;
    }
}
