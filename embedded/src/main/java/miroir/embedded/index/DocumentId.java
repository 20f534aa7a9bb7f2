package miroir.embedded.index;

import java.math.BigInteger;
import java.util.regex.Pattern;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** A document id; the integer 1 and the text "1" are the same. Integers come first, by value, then texts by bytes. */
public record DocumentId(String text, @Nullable BigInteger number) implements Comparable<DocumentId> {

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,511}");

    /** The id with this text. */
    public static DocumentId of(String text) {
        return new DocumentId(text, INTEGER.matcher(text).matches() ? new BigInteger(text) : null);
    }

    /** The id a document carries, or null when the value is none. */
    public static @Nullable DocumentId parse(@Nullable Object value) {
        if (value instanceof JsonNumber number && number.isInteger()) {
            return of(number.text());
        }
        return value instanceof String text && VALID.matcher(text).matches() ? of(text) : null;
    }

    /** The error about a value that is none. */
    public static String invalid(@Nullable Object value) {
        return "Document identifier `" + Json.text(value) + "` is invalid. A document identifier can be of type integer"
                + " or string, only composed of alphanumeric characters (a-z A-Z 0-9), hyphens (-) and underscores (_),"
                + " and can not be more than 511 bytes.";
    }

    @Override
    public int compareTo(DocumentId other) {
        if (number == null || other.number == null) {
            return number == null ? (other.number == null ? text.compareTo(other.text) : 1) : -1;
        }
        return number.compareTo(other.number);
    }
}
