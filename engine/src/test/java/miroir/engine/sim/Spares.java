package miroir.engine.sim;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;
import miroir.embedded.EmbeddedResponse;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredVolume;

/** Which volumes can be spoiled without anything being lost: others have all that they have. */
final class Spares {
    private final Simulation world;
    /** What was last spoiled of each node. */
    private final Map<NodeId, Spoil> spoils = new HashMap<>();

    private int count;

    /** A task of a node that nobody knows of, and the marker that the node had then. */
    private record Spoil(long task, String marker) {}

    Spares(Simulation world) {
        this.world = world;
    }

    /** Remembers that a node took something of which Miroir cannot know yet. */
    void spoil(NodeId node, EmbeddedResponse answer) {
        if (answer.status() == 202) {
            long task = Oracle.read(new String(answer.body(), StandardCharsets.UTF_8))
                    .path("taskUid")
                    .asLong();
            spoils.put(node, new Spoil(task, marker(node)));
            count++;
        }
    }

    /** Nodes of which something was spoiled that Miroir has not noticed. */
    Set<NodeId> spoiled() {
        spoils.entrySet().removeIf(e -> isNoticed(e.getKey(), e.getValue()));
        return spoils.keySet();
    }

    /** How often something was spoiled. */
    int count() {
        return count;
    }

    private boolean isNoticed(NodeId node, Spoil spoil) {
        StoredNode stored = world.latest().nodes().get(node);
        return stored == null || !spoil.marker.equals(marker(node)) || stored.taskUid() >= spoil.task;
    }

    private String marker(NodeId node) {
        StoredNode stored = world.latest().nodes().get(node);
        return stored == null ? "none" : String.valueOf(stored.marker());
    }

    /** Whether what the request changes can be spoiled. */
    boolean isSpare(NodeRequest request) {
        String[] path = request.path().split("[/?]", -1);
        return path.length < 3 || isSpare(request.node(), path[2]);
    }

    /** Whether each copy in sync of the volume has another one in sync on another node. */
    boolean isSpare(NodeId node, String volume) {
        return world.latest().indexes().values().stream().allMatch(entry -> isSpare(entry, node, volume));
    }

    private static boolean isSpare(IndexEntry entry, NodeId node, String name) {
        return entry.volumes().known().values().stream()
                .filter(volume -> volume.node().equals(node) && isCalled(volume, name))
                .allMatch(volume -> entry.routes().copies().stream()
                        .filter(copy -> copy.node().equals(node) && copy.rank() == volume.rank())
                        .filter(copy -> copy.state() == CopyState.IN_SYNC)
                        .allMatch(copy -> isElsewhere(entry, copy)));
    }

    private static boolean isCalled(StoredVolume volume, String name) {
        return volume.name().equals(name) || name.equals(volume.next());
    }

    private static boolean isElsewhere(IndexEntry entry, Copy copy) {
        return entry.routes().of(copy.shard()).stream()
                .anyMatch(other -> !other.node().equals(copy.node()) && other.state() == CopyState.IN_SYNC);
    }
}
