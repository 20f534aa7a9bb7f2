package miroir.engine.adopt;

import java.time.Instant;
import java.util.List;
import miroir.core.placement.PlacementStrategy;
import miroir.engine.store.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * All that a rebuilt state is made of.
 *
 * @param old what is left of Miroir's own state; null: nothing that can be read
 * @param left the tasks of it that had not ended, in the order of their numbers
 */
public record Findings(
        List<NodeFindings> nodes, @Nullable StoredState old, List<LeftTask> left, Defaults defaults, Instant now) {
    public Findings {
        nodes = List.copyOf(nodes);
    }

    /** The same of other nodes. */
    Findings of(List<NodeFindings> others) {
        return new Findings(others, old, left, defaults, now);
    }

    /** What is assumed of an index that nobody remembers. */
    public record Defaults(int shards, int replicationFactor, PlacementStrategy placement) {}
}
