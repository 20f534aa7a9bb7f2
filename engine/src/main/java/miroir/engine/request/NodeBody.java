package miroir.engine.request;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import miroir.engine.error.Json;
import org.jspecify.annotations.Nullable;

/** Writes the JSON object that a node is sent; what is null is left out. */
final class NodeBody {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final JsonGenerator json;

    /** What is written into the object. */
    interface Content {
        void write(NodeBody body) throws IOException;
    }

    private NodeBody() throws IOException {
        this.json = Json.MAPPER.getFactory().createGenerator(bytes);
    }

    static byte[] of(Content content) {
        try {
            NodeBody body = new NodeBody();
            body.json.writeStartObject();
            content.write(body);
            body.json.writeEndObject();
            body.json.close();
            return body.bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    NodeBody text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
        return this;
    }

    NodeBody number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
        return this;
    }

    /** Written only when it is not the default, false. */
    NodeBody flag(String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
        return this;
    }

    NodeBody decimal(String name, @Nullable Double value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
        return this;
    }

    NodeBody texts(String name, @Nullable List<String> values) throws IOException {
        if (values != null) {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        return this;
    }

    NodeBody nodes(String name, @Nullable List<JsonNode> values) throws IOException {
        if (values != null) {
            json.writeArrayFieldStart(name);
            for (JsonNode value : values) {
                json.writeTree(value);
            }
            json.writeEndArray();
        }
        return this;
    }

    /**
     * The predicate AND the client's filter, as one array: texts are never pasted together. What is neither text nor array
     * goes alone, for the node to refuse it.
     */
    NodeBody filter(@Nullable String predicate, @Nullable JsonNode filter) throws IOException {
        if (predicate == null && filter == null) {
            return this;
        }
        json.writeFieldName("filter");
        boolean alone = filter != null && !filter.isTextual() && !filter.isArray();
        if (predicate == null || alone) {
            json.writeTree(filter);
            return this;
        }
        json.writeStartArray();
        json.writeString(predicate);
        if (filter != null && filter.isArray()) {
            for (JsonNode part : filter) {
                json.writeTree(part);
            }
        } else if (filter != null) {
            json.writeTree(filter);
        }
        json.writeEndArray();
        return this;
    }
}
