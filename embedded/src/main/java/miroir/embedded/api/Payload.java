package miroir.embedded.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** The documents of a write, whatever their form, as compact NDJSON. */
record Payload(byte[] ndjson, int count) {

    private static final String ACCEPTED =
            "Accepted values for the Content-Type header are: `application/json`, `application/x-ndjson`, `text/csv`";

    /** Reads the body in the form its content type names. */
    static Payload read(Call call, @Nullable String delimiter) {
        String type = call.mediaType();
        if (type == null) {
            throw new ApiException("missing_content_type", "A Content-Type header is missing. " + ACCEPTED);
        }
        if (!List.of("application/json", "application/x-ndjson", "text/csv").contains(type)) {
            throw new ApiException("invalid_content_type", "The Content-Type `" + type + "` is invalid. " + ACCEPTED);
        }
        checkDelimiter(type, delimiter);
        String name = type.equals("text/csv") ? "csv" : type.endsWith("ndjson") ? "ndjson" : "json";
        if (call.body().length == 0) {
            throw new ApiException("missing_payload", "A " + name + " payload is missing.");
        }
        Writer writer = new Writer();
        if (name.equals("csv")) {
            CsvDocuments.read(call.body(), delimiter == null ? ',' : delimiter.charAt(0), writer::add);
        } else {
            readJson(call.body(), name, writer);
        }
        return new Payload(writer.out.toByteArray(), writer.count);
    }

    private static void checkDelimiter(String type, @Nullable String delimiter) {
        if (delimiter == null) {
            return;
        }
        if (delimiter.length() != 1 || delimiter.charAt(0) > 127) {
            throw new ApiException(
                    "invalid_document_csv_delimiter",
                    "Invalid value in parameter `csvDelimiter`: "
                            + (delimiter.length() == 1
                                    ? "csv delimiter must be an ascii character. Found: `" + delimiter + "`"
                                    : "expected a string of one character, but found the following string of "
                                            + delimiter.length() + " characters: `" + delimiter + "`"));
        }
        if (!type.equals("text/csv")) {
            throw new ApiException(
                    "invalid_content_type",
                    "The Content-Type `" + type + "` does not support the use of a csv delimiter. The csv delimiter can"
                            + " only be used with the Content-Type `text/csv`.");
        }
    }

    private static void readJson(byte[] body, String name, Writer writer) {
        try (JsonParser parser = Json.parser(body)) {
            JsonToken first = parser.nextToken();
            if (name.equals("json") && first == JsonToken.START_ARRAY) {
                while (Objects.requireNonNull(parser.nextToken()) != JsonToken.END_ARRAY) {
                    writer.add(document(parser));
                }
                first = parser.nextToken();
                if (first != null) {
                    throw new IOException("trailing characters");
                }
            } else {
                for (; first != null; first = parser.nextToken()) {
                    writer.add(document(parser));
                    if (name.equals("json") && parser.nextToken() != null) {
                        throw new IOException("trailing characters");
                    }
                }
            }
        } catch (IOException | NullPointerException e) {
            String reason = e instanceof IOException io ? Body.reason(io) : "EOF while parsing a list";
            throw new ApiException(
                    "malformed_payload",
                    "The `" + name + "` payload provided is malformed. `Couldn't serialize document value: " + reason
                            + "`.");
        }
    }

    private static Map<String, @Nullable Object> document(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("data are neither an object nor a list of objects");
        }
        return Json.asObject(Json.value(parser));
    }

    /** Collects documents as lines. */
    private static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int count;

        void add(Map<String, @Nullable Object> document) {
            out.writeBytes(Json.bytes(document));
            out.write('\n');
            count++;
        }
    }
}
