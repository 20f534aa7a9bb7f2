package miroir.engine.task;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.task.TaskStatus;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeTask;
import miroir.engine.follow.TaskJudge;
import miroir.engine.state.Cluster;
import miroir.engine.state.Demotion;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.StoredVolume;
import miroir.engine.store.TaskPart;
import miroir.engine.volume.CopyTag;
import miroir.engine.volume.Doors;
import miroir.engine.write.Trackings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the tasks of nodes that nobody here waits for: late ones, repeated ones, those of a second Miroir or of somebody's
 * hand. The copies that such a task touched are not believed any more, unless they are the last ones; what is being copied
 * to or from them is compared anew. Loop thread.
 */
final class ForeignTasks implements TaskJudge {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignTasks.class);
    /** What changes no documents is found and put right by the comparison of volumes. */
    private static final Set<String> OF_THE_VOLUME = Set.of("settingsUpdate", "indexCreation", "indexUpdate");

    private final Ports ports;
    private final Cluster cluster;
    private final Demotion demotion;
    private final Doors doors;
    private final OpenTasks open;
    private final Trackings trackings;
    private final Consumer<IndexId> compare;
    /** The highest node task of each part of tasks that an earlier process ended. */
    private final Map<Ended, Long> ended = new HashMap<>();

    /**
     * @param compare is told of indexes whose volumes somebody may have changed
     * @param before parts of ended tasks whose node tasks may not have been followed yet
     */
    ForeignTasks(
            Ports ports,
            Cluster cluster,
            Doors doors,
            OpenTasks open,
            Trackings trackings,
            Consumer<IndexId> compare,
            List<TaskPart> before) {
        this.ports = ports;
        this.cluster = cluster;
        this.demotion = new Demotion(cluster);
        this.doors = doors;
        this.open = open;
        this.trackings = trackings;
        this.compare = compare;
        before.forEach(part ->
                ended.merge(new Ended(part.node(), part.rank(), part.taskUid()), part.nodeTaskUid(), Math::max));
    }

    private record Ended(NodeId node, int rank, long task) {}

    @Override
    public Optional<Volume> volume(NodeId node, NodeTask task) {
        String name = task.indexUid();
        for (IndexEntry entry : cluster.latest().indexes().values()) {
            for (StoredVolume volume : entry.volumes().known().values()) {
                boolean named = volume.name().equals(name) || (name != null && name.equals(volume.next()));
                if (volume.node().equals(node) && (named || takesAway(task, volume))) {
                    return Optional.of(new Volume(node, entry.stored().id(), volume.rank()));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the task gives the volume a name that Miroir does not know; the list shows it under that. */
    private static boolean takesAway(NodeTask task, StoredVolume volume) {
        String former = task.details().path("oldIndexUid").textValue();
        String next = task.details().path("newIndexUid").textValue();
        return volume.name().equals(former) && next != null && !next.equals(volume.next());
    }

    @Override
    public Verdict judge(Volume volume, NodeTask task) {
        if (doors.isPassed(volume)) {
            return Verdict.WAIT;
        }
        String clusterId = cluster.latest().clusterId();
        Optional<CallTag> call = CallTag.of(task.metadata(), clusterId);
        if (call.isPresent() && open.anyOf(call.get())) {
            return Verdict.WAIT;
        }
        if (OF_THE_VOLUME.contains(task.type()) && !takesAway(volume, task)) {
            compare.accept(volume.index());
            return Verdict.HARMLESS;
        }
        if (takesAway(volume, task) && task.status() != TaskStatus.SUCCEEDED) {
            return task.status().isFinal() ? Verdict.HARMLESS : Verdict.WAIT;
        }
        if (entry(volume)
                .filter(entry -> entry.phase() == IndexEntry.Phase.DELETING)
                .isPresent()) {
            return Verdict.HARMLESS;
        }
        if (call.isPresent() && isAccounted(volume.node(), call.get(), task.uid())) {
            return Verdict.HARMLESS;
        }
        boolean counts = ports.protocol().keeps(Safeguard.FOREIGN_TASKS);
        return !counts || touched(volume, task).isEmpty() ? Verdict.HARMLESS : Verdict.FOREIGN;
    }

    private boolean takesAway(Volume volume, NodeTask task) {
        return entry(volume)
                .flatMap(entry -> entry.volumes().find(volume.node(), volume.rank()))
                .filter(named -> takesAway(task, named))
                .isPresent();
    }

    /** Whether it belongs to a task that an earlier process ended. */
    private boolean isAccounted(NodeId node, CallTag call, long uid) {
        return ended.entrySet().stream()
                .anyMatch(e -> e.getKey().node.equals(node)
                        && e.getKey().rank == call.rank()
                        && e.getValue() >= uid
                        && call.carries(e.getKey().task));
    }

    private Optional<IndexEntry> entry(Volume volume) {
        return cluster.latest().indexes().values().stream()
                .filter(e -> e.stored().id().equals(volume.index()))
                .findFirst();
    }

    /** The copies that the task may have changed, of those that serve or are about to. */
    private List<Copy> touched(Volume volume, NodeTask task) {
        String clusterId = cluster.latest().clusterId();
        Set<Integer> shards = new TreeSet<>();
        CopyTag.of(task.metadata(), clusterId).ifPresent(tag -> shards.add(tag.shard()));
        CallTag.of(task.metadata(), clusterId).ifPresent(tag -> shards.addAll(tag.shards()));
        return entry(volume).stream()
                .flatMap(entry -> entry.routes().copies().stream())
                .filter(copy -> copy.node().equals(volume.node()) && copy.rank() == volume.rank())
                .filter(copy -> copy.state() == CopyState.IN_SYNC || copy.state() == CopyState.SYNCING)
                .filter(copy -> shards.isEmpty() || shards.contains(copy.shard()))
                .toList();
    }

    @Override
    public CompletableFuture<Void> forgotten(NodeId node) {
        Instant now = ports.clock().instant();
        String what = "tasks of node " + node + " were deleted there before Miroir saw them";
        LOG.warn("{}: its copies are compared with others", what);
        AuditRow row = AuditRow.of(now, "miroir", "foreign task", node.value(), what);
        CompletableFuture<Void> all = cluster.write(List.of(new Change.Audit(row)));
        for (IndexEntry entry : cluster.latest().indexes().values()) {
            all = all.thenComposeAsync(
                    x -> demotion.demote(
                            entry.stored().id(),
                            copy -> copy.node().equals(node),
                            false,
                            new Demotion.Reason(what, now)),
                    ports.loop());
        }
        return all;
    }

    @Override
    public CompletableFuture<Void> condemn(Volume volume, NodeTask task) {
        List<Copy> touched = touched(volume, task);
        IndexEntry entry = entry(volume).orElse(null);
        if (entry == null || touched.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Instant now = ports.clock().instant();
        Set<Integer> shards = new TreeSet<>();
        touched.forEach(copy -> shards.add(copy.shard()));
        trackings.lose(volume.index(), shards);
        String what = "task " + task.uid() + " (" + task.type() + ") of node " + volume.node()
                + " came late, twice or from somebody else";
        LOG.warn("index {}: {}; shards {}", entry.stored().uid(), what, shards);
        AuditRow row = AuditRow.of(now, "miroir", "foreign task", entry.stored().uid(), what + "; shards " + shards);
        return cluster.write(List.of(new Change.Audit(row)))
                .thenComposeAsync(
                        x -> demotion.demote(
                                volume.index(),
                                copy -> copy.node().equals(volume.node())
                                        && copy.rank() == volume.rank()
                                        && shards.contains(copy.shard()),
                                false,
                                new Demotion.Reason(what, now)),
                        ports.loop());
    }
}
