package miroir.engine.health;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.NodeTasks;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;

/** Finds out whether a node of ours is behind an address before it is asked for anything else there. Loop thread. */
public final class Introduction {
    private final Ports ports;
    private final Cluster cluster;
    private final NodeApi api;
    private final NodeTasks tasks;
    private final MarkerIndex markers;
    private final Identities identities;
    private final Map<NodeId, NodeDirectory.Endpoint> strangers;

    /**
     * Asks nodes.
     *
     * @param strangers where what is not known yet is registered while it is asked
     */
    public Introduction(
            Ports ports, Cluster cluster, NodeApi api, NodeTasks tasks, Map<NodeId, NodeDirectory.Endpoint> strangers) {
        this.ports = ports;
        this.cluster = cluster;
        this.api = api;
        this.tasks = tasks;
        this.markers = new MarkerIndex(api, cluster.current().cluster().clusterId());
        this.identities = new Identities(cluster);
        this.strangers = strangers;
    }

    /** What answers there. */
    public sealed interface Finding {
        /** The node: it has its identity, and its task list goes on. */
        record Itself() implements Finding {}

        /** Somebody else. */
        record Other(String who) implements Finding {}

        /** That is not certain. */
        record Unproven(String why) implements Finding {}
    }

    /** Never fails; completes on the loop. The key goes to what answers like a node without one, and to nothing else. */
    public CompletableFuture<Finding> of(StoredNode stored, NodeDirectory.Endpoint there) {
        // no node of ours can have such an id
        NodeId stranger = new NodeId("? " + Long.toHexString(ports.random().nextLong()));
        strangers.put(stranger, new NodeDirectory.Endpoint(there.address(), null));
        return api.health(stranger)
                .thenComposeAsync(answer -> meet(stored, stranger, there, answer), ports.loop())
                .whenComplete((found, failure) -> strangers.remove(stranger));
    }

    private CompletableFuture<Finding> meet(
            StoredNode stored, NodeId stranger, NodeDirectory.Endpoint there, Answer<Boolean> well) {
        if (well.said().isEmpty()) {
            return done(new Finding.Unproven(String.valueOf(well.trouble())));
        }
        strangers.put(stranger, there);
        return markers.read(stranger).thenComposeAsync(answer -> judge(stored, stranger, answer), ports.loop());
    }

    private CompletableFuture<Finding> judge(StoredNode stored, NodeId stranger, Answer<List<Marker>> answer) {
        if (answer instanceof Answer.Refused<List<Marker>> refused
                && refused.error().refusesTheKey()) {
            return done(new Finding.Unproven("it refuses the key"));
        }
        List<Marker> found = answer.said().orElse(null);
        if (found == null) {
            return done(new Finding.Unproven(String.valueOf(answer.trouble())));
        }
        String clusterId = cluster.latest().clusterId();
        if (found.stream().anyMatch(m -> !m.marker().isEmpty() && !m.cluster().equals(clusterId))) {
            return done(new Finding.Other("a node of another Miroir cluster"));
        }
        NodeId node = stored.node().id();
        TaskRef newest = newest(stored);
        if (newest == null) {
            boolean itself = stored.marker() == null || Identities.holds(found, node, stored.marker());
            return done(itself && identities.other(node, found).isEmpty() ? new Finding.Itself() : other(node, found));
        }
        return api.tasksFrom(stranger, newest.uid(), 1)
                .thenApplyAsync(
                        list -> list.said()
                                .map(page -> page.shows(newest) ? new Finding.Itself() : other(node, found))
                                .orElseGet(() -> new Finding.Unproven("it does not tell its tasks")),
                        ports.loop());
    }

    private @Nullable TaskRef newest(StoredNode stored) {
        TaskRef known = tasks.newest(stored.node().id());
        String at = stored.taskAt();
        return known != null || at == null ? known : new TaskRef(stored.taskUid(), at);
    }

    private Finding other(NodeId node, List<Marker> found) {
        return identities
                .other(node, found)
                .<Finding>map(other -> new Finding.Other("node " + other))
                .orElseGet(() -> new Finding.Unproven(
                        found.isEmpty()
                                ? "it has nothing of the node's data"
                                : "its tasks do not go on from where the node's were"));
    }

    private static CompletableFuture<Finding> done(Finding finding) {
        return CompletableFuture.completedFuture(finding);
    }
}
