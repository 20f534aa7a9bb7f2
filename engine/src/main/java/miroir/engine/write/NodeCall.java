package miroir.engine.write;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request of a part: it makes one task on the node.
 *
 * @param path with query, encoded, without the operation's metadata
 * @param body made when it is sent, off the loop thread; null: none
 * @param tagged whether the route takes customMetadata, by which a lost answer is looked up
 * @param tolerates the error code with which the node's task may fail, because the call was made before; null: none
 */
public record NodeCall(
        String method,
        String path,
        @Nullable String contentType,
        @Nullable Supplier<byte[]> body,
        boolean tagged,
        @Nullable String tolerates) {

    /** A call with a JSON body that is no document write. */
    public static NodeCall json(String method, String path, String json, @Nullable String tolerates) {
        return new NodeCall(
                method, path, "application/json", () -> json.getBytes(StandardCharsets.UTF_8), false, tolerates);
    }
}
