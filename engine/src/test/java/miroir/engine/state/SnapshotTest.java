package miroir.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.store.StoredNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {
    private static final NodeId ID = new NodeId("a");

    /** An id may be used again: what was seen of the node that had it before says nothing of the new one. */
    @ParameterizedTest
    @CsvSource({
        "UP, -1, UNKNOWN",
        "SUSPECT, -1, UNKNOWN",
        "READONLY, -1, UNKNOWN",
        "RETURNING, -1, RETURNING",
        "DOWN, -1, DOWN",
        "UP, 0, UP",
        "SUSPECT, 7, SUSPECT"
    })
    void a_node_that_has_not_proven_itself_is_not_taken_for_one_at_work(Health seen, long maxTask, Health told) {
        Node node = new Node(ID, new GroupId(0), URI.create("http://a"), Lifecycle.ACTIVE);
        Topology topology = new Topology(1, 1, List.of(new Group(new GroupId(0), List.of(node))));
        ClusterState state = new ClusterState(
                "c", topology, Map.of(ID, new StoredNode(node, null, "marker", maxTask)), new TreeMap<>());
        NodeObservation observation = new NodeObservation(seen, Instant.EPOCH, null, 0, "", true, null, -1, Map.of());
        assertThat(new Snapshot(1, state, Map.of(ID, observation)).node(ID).observed())
                .isEqualTo(told);
    }
}
