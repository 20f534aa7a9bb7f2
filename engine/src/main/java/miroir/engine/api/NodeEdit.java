package miroir.engine.api;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A node has moved, or its key was changed.
 *
 * @param address where it is now; null: where it was
 * @param key that it wants now; null: the one it wanted before
 * @param force also when the node cannot be reached there, or has lost its data
 */
public record NodeEdit(
        String node, @Nullable URI address, @Nullable String key, boolean force) {
    /** Without the key. */
    @Override
    public String toString() {
        return "node " + node + (address == null ? "" : " at " + address) + (key == null ? "" : " with another key")
                + (force ? ", by force" : "");
    }
}
