package miroir.core.merge;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How Meilisearch folds facet texts. */
public final class FacetText {
    private static final Set<Character.UnicodeScript> UNMARKED = EnumSet.of(
            Character.UnicodeScript.LATIN,
            Character.UnicodeScript.GREEK,
            Character.UnicodeScript.HEBREW,
            Character.UnicodeScript.ARABIC,
            Character.UnicodeScript.THAI);

    private FacetText() {}

    /** The form under which equal facet values are grouped: trimmed, NFKD, lower case. */
    public static String normalise(String text) {
        String trimmed = trim(text);
        String decomposed = isAscii(trimmed) ? trimmed : Normalizer.normalize(trimmed, Normalizer.Form.NFKD);
        return decomposed.toLowerCase(Locale.ROOT);
    }

    /**
     * The form in which normalised values are searched: without marks where the script has them as accents, ligatures
     * apart (source: the charabia library). What it does to other scripts is not followed.
     */
    static String fold(String normalised) {
        if (isAscii(normalised)) {
            return normalised;
        }
        StringBuilder folded = new StringBuilder(normalised.length());
        Character.UnicodeScript script = Character.UnicodeScript.COMMON;
        for (int at = 0; at < normalised.length(); at += Character.charCount(normalised.codePointAt(at))) {
            int point = normalised.codePointAt(at);
            if (Character.getType(point) == Character.NON_SPACING_MARK && UNMARKED.contains(script)) {
                continue;
            }
            script = Character.UnicodeScript.of(point);
            switch (point) {
                case 'æ' -> folded.append("ae");
                case 'œ' -> folded.append("oe");
                case 'ς' -> folded.append('σ');
                case '’', '‘', '‛' -> folded.append('\'');
                default -> folded.appendCodePoint(point);
            }
        }
        return folded.toString();
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
