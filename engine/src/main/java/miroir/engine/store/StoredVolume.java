package miroir.engine.store;

import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What a volume of an index is called on its node.
 *
 * @param name never given to another volume, nor given again
 * @param next the name it is about to get; null: none
 */
public record StoredVolume(
        NodeId node, int rank, String name, @Nullable String next) {
    /** The same, about to be renamed. */
    public StoredVolume renaming(String to) {
        return new StoredVolume(node, rank, name, to);
    }

    /** The same under its next name. */
    public StoredVolume renamed() {
        return new StoredVolume(node, rank, next == null ? name : next, null);
    }
}
