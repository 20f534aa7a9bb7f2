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
 */
public record Findings(List<NodeFindings> nodes, @Nullable StoredState old, Defaults defaults, Instant now) {
    public Findings {
        nodes = List.copyOf(nodes);
    }

    /** What is assumed of an index that nobody remembers. */
    public record Defaults(int shards, int replicationFactor, PlacementStrategy placement) {}
}
