package miroir.engine.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses numbers that no double can hold, as Meilisearch does wherever they stand in a body. */
final class FiniteNumbers {
    /** Makes the nodes of a tree. */
    static final JsonNodeFactory NODES = new JsonNodeFactory() {
        private static final long serialVersionUID = 1L;

        @Override
        public NumericNode numberNode(double value) {
            if (Double.isInfinite(value)) {
                throw new OutOfRange();
            }
            return super.numberNode(value);
        }
    };

    private FiniteNumbers() {}

    /** A number is too large. */
    static final class OutOfRange extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfRange() {
            super("number out of range", null, false, false);
        }
    }

    /** Where the first number ends that is too large; the column is that of its last character. */
    static @Nullable JsonLocation firstFault(byte[] body) {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && Double.isInfinite(parser.getDoubleValue())) {
                    JsonLocation start = parser.currentTokenLocation();
                    int last = start.getColumnNr() + parser.getTextLength() - 1;
                    return new JsonLocation(
                            start.contentReference(), start.getByteOffset(), -1, start.getLineNr(), last);
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }
}
