package miroir.engine.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import miroir.engine.payload.DocumentId;
import org.jspecify.annotations.Nullable;

/** Cuts a node's list of documents into the documents as the node wrote them, by id. Blocks for large lists. */
final class DocumentSlices {
    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] body;
    private final DocumentId ids;
    private final Map<String, byte[]> documents = new LinkedHashMap<>();
    private long total = -1;
    private boolean listed;

    private DocumentSlices(byte[] body, String primaryKey) {
        this.body = body;
        this.ids = new DocumentId(primaryKey);
    }

    /** Reads an answer of documents/fetch; null when it is none. */
    static @Nullable DocumentSlices of(byte[] body, String primaryKey) throws IOException {
        DocumentSlices slices = new DocumentSlices(body, primaryKey);
        try (JsonParser parser = JSON.createParser(body)) {
            slices.read(parser);
        }
        return slices.listed && slices.total >= 0 ? slices : null;
    }

    /** The documents in the answer's order, each as its bytes. */
    Map<String, byte[]> documents() {
        return documents;
    }

    /** How many documents match in all. */
    long total() {
        return total;
    }

    private void read(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("results") && value == JsonToken.START_ARRAY) {
                results(parser);
                listed = true;
            } else if (name.equals("total")) {
                total = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void results(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
            byte[] document = Arrays.copyOfRange(body, from, to);
            documents.put(ids.of(document), document);
        }
    }
}
