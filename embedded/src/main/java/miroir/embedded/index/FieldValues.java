package miroir.embedded.index;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * The values of one field of one document.
 *
 * @param isNull whether the field is null
 * @param isEmpty whether it is an empty text, array or object
 * @param strings its texts as stored; booleans are texts
 * @param normalized the same texts as they are compared
 */
public record FieldValues(
        boolean isNull, boolean isEmpty, List<Double> numbers, List<String> strings, List<String> normalized) {

    /** The form in which texts are compared: decomposed, lower case, trimmed. */
    public static String normalize(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            plain = text.charAt(i) < 128;
        }
        String decomposed = plain ? text : Normalizer.normalize(text.strip(), Normalizer.Form.NFKD);
        return decomposed.toLowerCase(Locale.ROOT).strip();
    }
}
