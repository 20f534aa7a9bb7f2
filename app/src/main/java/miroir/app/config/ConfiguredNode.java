package miroir.app.config;

import java.net.URI;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** A node as the configuration names it; {@code key} is its own master key where it has one. */
public record ConfiguredNode(
        NodeId id, URI address, GroupId group, @Nullable String key) {
    /** The node without its key. */
    @Override
    public String toString() {
        return "%s at %s in group %s, key %s".formatted(id, address, group, Config.masked(key));
    }
}
