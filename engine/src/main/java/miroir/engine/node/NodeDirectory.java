package miroir.engine.node;

import java.net.URI;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Says where a node is and which key it wants. Any thread. */
@FunctionalInterface
public interface NodeDirectory {
    /** Where that node is; null when it is not known (any more). */
    @Nullable
    Endpoint find(NodeId node);

    /**
     * A node's address.
     *
     * @param key sent as bearer token; null: none
     */
    record Endpoint(URI address, @Nullable String key) {
        /** Without the key, so that no log shows it. */
        @Override
        public String toString() {
            return address.toString();
        }
    }
}
