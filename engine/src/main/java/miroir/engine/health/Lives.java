package miroir.engine.health;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.FormerLife;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes it in that another set of data lies behind a node's address. None of the copies of before serves then; which of them
 * were the last of their shards is written down, for the case that the data come back. Loop thread.
 */
final class Lives {
    private static final Logger LOG = LoggerFactory.getLogger(Lives.class);
    /** Data that were away for longer than so many other sets of data are not waited for. */
    private static final int MOST = 3;

    private final Ports ports;
    private final Cluster cluster;
    private final NodeTasks tasks;

    Lives(Ports ports, Cluster cluster, NodeTasks tasks) {
        this.ports = ports;
        this.cluster = cluster;
        this.tasks = tasks;
    }

    /**
     * The node's data are gone; it begins anew under that marker. Completes once all of it is durable and published.
     *
     * @param how it lost its data, or was put back to an old state
     */
    CompletableFuture<Void> begin(StoredNode stored, String marker, TaskRef newest, String how) {
        LOG.warn("node {} {}; its copies are stale", stored.node().id(), how);
        List<FormerLife> former = new ArrayList<>(stored.former());
        Turn turn = new Turn(stored, how);
        former.add(0, turn.leave());
        StoredNode next = stored.living(marker, newest.uid(), newest.enqueuedAt(), bounded(former));
        return turn.commit(next, newest, how);
    }

    /** The node has the data again that it had in the life of that marker: what only it had serves again. */
    CompletableFuture<Void> resume(StoredNode stored, String marker) {
        FormerLife life = stored.former().stream()
                .filter(one -> one.marker().equals(marker))
                .findFirst()
                .orElse(null);
        if (life == null) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.info("node {} has the data again that it had lost", stored.node().id());
        List<FormerLife> former = new ArrayList<>(stored.former());
        former.remove(life);
        Turn turn = new Turn(stored, FormerLife.LOST);
        former.add(0, turn.leave());
        turn.enter(life);
        String at = String.valueOf(life.taskAt());
        StoredNode next = stored.living(life.marker(), life.taskUid(), at, bounded(former));
        return turn.commit(next, new TaskRef(life.taskUid(), at), "has the data again that it had lost");
    }

    private static List<FormerLife> bounded(List<FormerLife> lives) {
        return lives.subList(0, Math.min(MOST, lives.size()));
    }

    /** One change of everything that depends on a node's data. */
    private final class Turn {
        private final StoredNode stored;
        private final NodeId node;
        private final Instant now = ports.clock().instant();
        private final TreeMap<String, IndexEntry> entries =
                new TreeMap<>(cluster.latest().indexes());
        private final Set<String> touched = new HashSet<>();
        private final List<Change> changes = new ArrayList<>();
        private final String how;
        private int serving;

        Turn(StoredNode stored, String how) {
            this.stored = stored;
            this.how = how;
            this.node = stored.node().id();
        }

        /** No copy of the life that ends serves; its volumes are not asked for by name any more. */
        FormerLife leave() {
            List<FormerLife.LastCopy> last = new ArrayList<>();
            for (IndexEntry entry : List.copyOf(entries.values())) {
                List<Copy> stale = new ArrayList<>();
                for (Copy copy : entry.routes().copies()) {
                    if (copy.node().equals(node) && copy.state() == CopyState.IN_SYNC) {
                        stale.add(CopyChanges.in(copy, CopyState.STALE, now, "node " + node + " " + how));
                        if (isLast(entry.routes(), copy)) {
                            last.add(new FormerLife.LastCopy(entry.stored().id().value(), copy.shard(), copy.rank()));
                        }
                    }
                }
                serving += stale.size();
                put(entry, stale);
            }
            TaskRef newest = tasks.newest(node);
            return new FormerLife(
                    String.valueOf(stored.marker()),
                    newest == null ? stored.taskUid() : newest.uid(),
                    newest == null ? stored.taskAt() : newest.enqueuedAt(),
                    List.copyOf(last),
                    forgetNames());
        }

        private List<FormerLife.Volume> forgetNames() {
            List<FormerLife.Volume> names = new ArrayList<>();
            for (IndexEntry entry : List.copyOf(entries.values())) {
                List<StoredVolume> volumes = entry.volumes().known().values().stream()
                        .filter(volume -> volume.node().equals(node))
                        .sorted(Comparator.comparingInt(StoredVolume::rank))
                        .toList();
                volumes.forEach(volume -> names.add(new FormerLife.Volume(
                        entry.stored().id().value(), volume.rank(), volume.name(), volume.next())));
                rename(entry, volumes, true);
            }
            return names;
        }

        /** What only the life that begins again had serves again, unless others have taken over since. */
        void enter(FormerLife life) {
            for (IndexEntry entry : List.copyOf(entries.values())) {
                long id = entry.stored().id().value();
                List<StoredVolume> volumes = life.volumes().stream()
                        .filter(volume -> volume.index() == id)
                        .map(volume -> new StoredVolume(node, volume.rank(), volume.name(), volume.next()))
                        .toList();
                rename(entry, volumes, false);
                List<Copy> back = new ArrayList<>();
                for (FormerLife.LastCopy claim : life.copies()) {
                    if (claim.index() == id) {
                        entry.routes().of(claim.shard()).stream()
                                .filter(copy -> copy.node().equals(node) && copy.rank() == claim.rank())
                                .filter(copy -> copy.state() == CopyState.STALE)
                                .filter(copy -> isLost(entry.routes(), claim.shard()))
                                .map(copy -> CopyChanges.in(copy, CopyState.IN_SYNC, now, "its data came back"))
                                .forEach(back::add);
                    }
                }
                put(entry(entry), back);
            }
        }

        private IndexEntry entry(IndexEntry same) {
            return entries.getOrDefault(same.stored().uid(), same);
        }

        private void put(IndexEntry entry, List<Copy> copies) {
            if (copies.isEmpty()) {
                return;
            }
            List<Copy> later = entry.routes().later(copies);
            IndexEntry next = entry.with(entry.routes().with(later, List.of()));
            entries.put(entry.stored().uid(), next);
            touched.add(entry.stored().uid());
            changes.add(new Change.PutCopies(entry.stored().id(), next.routes().epoch(), later));
        }

        private void rename(IndexEntry entry, List<StoredVolume> volumes, boolean drop) {
            if (volumes.isEmpty()) {
                return;
            }
            IndexEntry now = entry(entry);
            entries.put(
                    entry.stored().uid(),
                    now.with(
                            drop
                                    ? now.volumes().without(volumes)
                                    : now.volumes().with(volumes)));
            changes.add(
                    drop
                            ? new Change.DropVolumes(entry.stored().id(), volumes)
                            : new Change.PutVolumes(entry.stored().id(), volumes));
        }

        CompletableFuture<Void> commit(StoredNode next, TaskRef newest, String what) {
            entries.values().stream()
                    .filter(entry -> touched.contains(entry.stored().uid()))
                    .forEach(entry -> changes.add(new Change.PutIndex(entry.stored())));
            changes.add(new Change.PutNode(next));
            changes.add(new Change.Audit(
                    AuditRow.of(now, "miroir", "node data", node.value(), what + "; copies that served: " + serving)));
            UnaryOperator<ClusterState> change = state -> change(state).withNode(next);
            CompletableFuture<Void> done = cluster.change(change, changes);
            tasks.begin(node, newest);
            return done;
        }

        private ClusterState change(ClusterState state) {
            return state.mapIndexes(e -> {
                IndexEntry mine = entries.get(e.stored().uid());
                return mine != null && mine.stored().id().equals(e.stored().id())
                        ? e.with(mine.routes()).with(mine.volumes())
                        : e;
            });
        }
    }

    private static boolean isLast(RoutingTable routes, Copy copy) {
        return routes.of(copy.shard()).stream()
                .noneMatch(c -> !c.node().equals(copy.node()) && c.state() == CopyState.IN_SYNC);
    }

    private static boolean isLost(RoutingTable routes, int shard) {
        return routes.of(shard).stream().noneMatch(c -> c.state() == CopyState.IN_SYNC);
    }
}
