package miroir.console.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the JSON the engine hands over; what is no JSON reads as nothing. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    static JsonNode read(@Nullable String body) {
        try {
            return body == null ? MissingNode.getInstance() : MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The message of an error object, the text itself when it is none. */
    static String message(@Nullable String error) {
        if (error == null) {
            return "";
        }
        return read(error).path("message").asText(error);
    }

    /** Indented, or the text itself when it is no JSON. */
    static String pretty(@Nullable String text) {
        JsonNode node = read(text);
        return node.isMissingNode() ? (text == null ? "" : text) : node.toPrettyString();
    }
}
