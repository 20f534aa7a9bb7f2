package miroir.console;

import java.util.List;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.NodeId;

/** Wishes as other clients would send them. */
final class SampleWishes {
    private SampleWishes() {}

    static TopologyWish drain(String node) {
        return new TopologyWish(
                List.of(),
                List.of(new NodeId(node)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of());
    }
}
