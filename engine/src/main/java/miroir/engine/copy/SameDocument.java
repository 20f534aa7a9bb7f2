package miroir.engine.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Whether two nodes hold the same document: members in any order, numbers token by token. */
final class SameDocument {
    private static final JsonFactory JSON = new JsonFactory();

    private SameDocument() {}

    static boolean test(byte[] a, byte[] b) {
        return Arrays.equals(a, b) || canonical(a).equals(canonical(b));
    }

    private static String canonical(byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            parser.nextToken();
            StringBuilder text = new StringBuilder();
            value(parser, text);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void value(JsonParser parser, StringBuilder to) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, String> members = new TreeMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                StringBuilder member = new StringBuilder();
                value(parser, member);
                members.put(name, member.toString());
            }
            members.forEach((name, member) -> quoted(name, to.append('{')).append(member));
            to.append('}');
        } else if (token == JsonToken.START_ARRAY) {
            to.append('[');
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, to);
                to.append(',');
            }
            to.append(']');
        } else if (token == JsonToken.VALUE_STRING) {
            quoted(parser.getText(), to);
        } else {
            to.append(parser.getText());
        }
    }

    /** The length goes first, so that no text can look like two. */
    private static StringBuilder quoted(String text, StringBuilder to) {
        return to.append('"').append(text.length()).append(':').append(text);
    }
}
