package miroir.embedded.task;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has to do.
 *
 * @param kind the internal kind, such as {@code documents} or {@code settings}
 * @param arguments what it needs besides the payload, as JSON
 * @param payload the documents of an addition as NDJSON, else empty
 */
public record Operation(String kind, Map<String, @Nullable Object> arguments, byte[] payload) {

    /** An operation without payload. */
    public static Operation of(String kind, Map<String, @Nullable Object> arguments) {
        return new Operation(kind, arguments, new byte[0]);
    }
}
