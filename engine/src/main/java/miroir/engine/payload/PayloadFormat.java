package miroir.engine.payload;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a document body is written in, by its content type and the {@code csvDelimiter} parameter. */
record PayloadFormat(Kind kind, byte delimiter) {
    private static final String ACCEPTED =
            "Accepted values for the Content-Type header are: `application/json`, `application/x-ndjson`, `text/csv`";
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.*%'`|~-]+";
    private static final Pattern MIME = Pattern.compile("(" + TOKEN + ")/(" + TOKEN + ")(?:\\+" + TOKEN
            + ")?\\s*(?:;\\s*(?:" + TOKEN + "=(?:\"[^\"]*\"|[^\\s;\"]+)\\s*)?)*");

    enum Kind {
        JSON,
        NDJSON,
        CSV;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static PayloadFormat of(@Nullable String contentType, @Nullable String csvDelimiter) {
        byte delimiter = csvDelimiter == null ? (byte) ',' : delimiter(csvDelimiter);
        if (contentType == null) {
            throw new PayloadException("missing_content_type", "A Content-Type header is missing. " + ACCEPTED);
        }
        Matcher mime = MIME.matcher(contentType.trim());
        String essence =
                mime.matches() ? (mime.group(1) + "/" + mime.group(2)).toLowerCase(Locale.ROOT) : contentType.trim();
        Kind kind = kind(essence, mime.matches());
        if (kind != Kind.CSV && csvDelimiter != null) {
            throw new PayloadException(
                    "invalid_content_type",
                    "The Content-Type `" + essence + "` does not support the use of a csv delimiter."
                            + " The csv delimiter can only be used with the Content-Type `text/csv`.");
        }
        return new PayloadFormat(kind, delimiter);
    }

    private static Kind kind(String essence, boolean wellFormed) {
        return switch (wellFormed ? essence : "") {
            case "application/json" -> Kind.JSON;
            case "application/x-ndjson" -> Kind.NDJSON;
            case "text/csv" -> Kind.CSV;
            default ->
                throw new PayloadException(
                        "invalid_content_type", "The Content-Type `" + essence + "` is invalid. " + ACCEPTED);
        };
    }

    private static byte delimiter(String text) {
        int length = text.codePointCount(0, text.length());
        if (length == 1 && text.charAt(0) < 0x80) {
            return (byte) text.charAt(0);
        }
        String expected = "Invalid value in parameter `csvDelimiter`: expected a string of one character, but found ";
        throw new PayloadException(
                "invalid_document_csv_delimiter",
                switch (length) {
                    case 0 -> expected + "an empty string";
                    case 1 -> "csv delimiter must be an ascii character. Found: `" + text + "`";
                    default -> expected + "the following string of " + length + " characters: `" + text + "`";
                });
    }
}
