package miroir.engine.health;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.NodeTaskPage;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.store.FormerLife;
import miroir.engine.store.StoredNode;

/**
 * Asks a node who it is: by the identity document it was given, and by its task list, which goes on for ever. Whatever the
 * two say, a single answer decides nothing that cannot be taken back. Loop thread.
 */
final class NodeProbe {
    private final Ports ports;
    private final Cluster cluster;
    private final NodeApi api;
    private final MarkerIndex markers;
    private final Identities identities;
    private final NodeTasks tasks;
    private final Seniority seniority;

    NodeProbe(Ports ports, Cluster cluster, NodeApi api, MarkerIndex markers, NodeTasks tasks, Seniority seniority) {
        this.ports = ports;
        this.cluster = cluster;
        this.api = api;
        this.markers = markers;
        this.identities = new Identities(cluster);
        this.tasks = tasks;
        this.seniority = seniority;
    }

    /** Never fails; completes on the loop. */
    CompletableFuture<Finding> look(StoredNode stored) {
        return markers.read(stored.node().id())
                .thenComposeAsync(
                        answer -> answer.said()
                                .map(found -> compare(stored, found))
                                .orElseGet(() -> CompletableFuture.completedFuture(silent(answer))),
                        ports.loop());
    }

    private static Finding silent(Answer<List<Marker>> answer) {
        if (answer.isBusy()) {
            return new Finding.Unasked();
        }
        boolean key = answer instanceof Answer.Refused<List<Marker>> refused
                && refused.error().refusesTheKey();
        return new Finding.Silent(key ? "refuses the node key" : answer.trouble());
    }

    /** Nothing of the node is judged by a store that is older than what it has seen. */
    private CompletableFuture<Finding> compare(StoredNode stored, List<Marker> found) {
        NodeId node = stored.node().id();
        if (!seniority.outranks(node, found)) {
            return done(new Finding.Unasked());
        }
        return seniority
                .ask(node)
                .thenComposeAsync(
                        asked -> {
                            if (cluster.outdated() != null) {
                                return done(new Finding.Unasked());
                            }
                            return asked ? judge(stored, found) : done(new Finding.Silent("does not tell its indexes"));
                        },
                        ports.loop());
    }

    private CompletableFuture<Finding> judge(StoredNode stored, List<Marker> found) {
        NodeId node = stored.node().id();
        String clusterId = cluster.latest().clusterId();
        if (found.stream().anyMatch(m -> !m.marker().isEmpty() && !m.cluster().equals(clusterId))) {
            return done(new Finding.Foreign());
        }
        if (stored.marker() == null) {
            return done(other(node, found).orElseGet(Finding.New::new));
        }
        String at = stored.taskAt();
        if (tasks.newest(node) == null && at != null) {
            tasks.begin(node, new TaskRef(stored.taskUid(), at));
        }
        boolean marked = Identities.holds(found, node, stored.marker());
        if (tasks.newest(node) == null) {
            return other(node, found)
                    .map(NodeProbe::done)
                    .orElseGet(() -> marked ? begin(stored, found) : done(new Finding.New()));
        }
        return tasks.follow(node).thenCompose(tail -> switch (tail) {
            case FOLLOWED -> done(followed(marked, found));
            case BUSY -> done(new Finding.Unasked());
            case SILENT -> done(new Finding.Silent("does not tell its tasks"));
            case CONTRADICTS -> other(node, found).map(NodeProbe::done).orElseGet(() -> formerLife(stored, found));
        });
    }

    private Finding followed(boolean marked, List<Marker> found) {
        if (cluster.outdated() != null) {
            return new Finding.Unasked();
        }
        return marked ? new Finding.Proven(seniority.isTold(found)) : new Finding.Unmarked();
    }

    /** Whose present identity the node holds, if it is another node of ours. */
    private Optional<Finding> other(NodeId node, List<Marker> found) {
        return identities.other(node, found).map(Finding.WrongNode::new);
    }

    /** Takes up the record of tasks of a node that has just got its identity, or that an older Miroir followed. */
    private CompletableFuture<Finding> begin(StoredNode stored, List<Marker> found) {
        NodeId node = stored.node().id();
        CompletableFuture<Answer<NodeTaskPage>> page =
                stored.taskUid() < 0 ? api.newestTasks(node, 1) : api.tasksFrom(node, stored.taskUid(), 1);
        return page.thenApplyAsync(
                answer -> {
                    List<NodeTask> first =
                            answer.map(NodeTaskPage::tasks).said().orElse(List.of());
                    if (!first.isEmpty()) {
                        tasks.begin(node, first.get(0).ref());
                        return new Finding.Proven(seniority.isTold(found));
                    }
                    return answer.said().isPresent() && stored.taskUid() >= 0
                            ? new Finding.Doubtful(FormerLife.PUT_BACK)
                            : new Finding.Silent("does not tell its tasks");
                },
                ports.loop());
    }

    private CompletableFuture<Finding> formerLife(StoredNode stored, List<Marker> found) {
        NodeId node = stored.node().id();
        boolean marked = Identities.holds(found, node, stored.marker())
                || stored.former().stream().anyMatch(former -> Identities.holds(found, node, former.marker()));
        Finding doubtful = new Finding.Doubtful(marked ? FormerLife.PUT_BACK : FormerLife.LOST);
        FormerLife life = stored.former().stream()
                .filter(former -> former.taskAt() != null && Identities.holds(found, node, former.marker()))
                .findFirst()
                .orElse(null);
        if (life == null) {
            return done(doubtful);
        }
        TaskRef last = new TaskRef(life.taskUid(), String.valueOf(life.taskAt()));
        return api.tasksFrom(node, last.uid(), 1)
                .thenApplyAsync(
                        answer -> answer.said()
                                .map(page -> page.shows(last) ? new Finding.Returned(life) : doubtful)
                                .orElseGet(() -> new Finding.Silent("does not tell its tasks")),
                        ports.loop());
    }

    private static CompletableFuture<Finding> done(Finding finding) {
        return CompletableFuture.completedFuture(finding);
    }
}
