package miroir.engine.write;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request of a part: it makes one task on the node.
 *
 * @param path with query, encoded, without the operation's metadata
 * @param body made when it is sent, off the loop thread; null: none
 * @param tag its number in the customMetadata by which a lost answer is looked up, the same whenever the task is
 *     planned; null: the route takes none
 * @param tolerates the error code with which the node's task may fail, because the call was made before; null: none
 */
public record NodeCall(
        String method,
        String path,
        @Nullable String contentType,
        @Nullable Supplier<byte[]> body,
        @Nullable Integer tag,
        @Nullable String tolerates) {

    /** Whether both do the same, if perhaps for different shards. */
    public boolean isLike(NodeCall other) {
        return Objects.equals(tag, other.tag) && (tag != null || path.equals(other.path));
    }

    /** A call with a JSON body that is no document write. */
    public static NodeCall json(String method, String path, String json, @Nullable String tolerates) {
        return new NodeCall(
                method, path, "application/json", () -> json.getBytes(StandardCharsets.UTF_8), null, tolerates);
    }
}
