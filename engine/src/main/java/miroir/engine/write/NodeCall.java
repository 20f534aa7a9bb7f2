package miroir.engine.write;

import java.util.Objects;
import miroir.engine.volume.VolumeWrite;
import org.jspecify.annotations.Nullable;

/**
 * One request of a part: it makes one task on the node.
 *
 * @param write without the operation's metadata
 * @param tag its number in the customMetadata by which a lost answer is looked up, the same whenever the task is
 *     planned; null: the route takes none
 */
public record NodeCall(VolumeWrite write, @Nullable Integer tag) {

    /** Whether both do the same, if perhaps for different shards. */
    public boolean isLike(NodeCall other) {
        return Objects.equals(tag, other.tag)
                && (tag != null
                        || (write.method().equals(other.write.method())
                                && Objects.equals(write.route(), other.write.route())));
    }
}
