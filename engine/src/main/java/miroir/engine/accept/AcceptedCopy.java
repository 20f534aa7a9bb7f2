package miroir.engine.accept;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.api.ShardRemains;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.FormerLife;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredVolume;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import miroir.engine.volume.VolumeWrite;
import miroir.engine.write.VolumeCalls;

/**
 * Makes one copy that is out of sync the one that counts. Until the one transaction that does so it serves nothing, and that
 * is not made before nothing sent earlier can still arrive in its volume and all that its node did is accounted for. Loop
 * thread.
 *
 * <pre>
 *   out of sync for sure -> node proven -> volume as the catalogue says -> fenced -> settled, judged -> counted -> in sync
 * </pre>
 */
final class AcceptedCopy {
    private static final int LOOKS = 40;
    private static final Duration REST = Duration.ofMillis(250);
    /** The catalogue may change, or another copy in the volume be written to, just before the end. */
    private static final int TRIES = 5;

    private final Means means;
    private final IndexId index;
    private final int shard;
    private final NodeId node;
    private final By by;

    /** What it works with. */
    record Means(
            Ports ports,
            Cluster cluster,
            CopyDocuments documents,
            NodeAccess nodes,
            TaskService tasks,
            Remains remains) {
        CopyChanges copies() {
            return new CopyChanges(cluster);
        }
    }

    /**
     * Who says so.
     *
     * @param force whether copies in sync that cannot be read, and others that may have more documents, are given up
     */
    record By(String who, String request, boolean force) {}

    AcceptedCopy(Means means, IndexId index, int shard, NodeId node, By by) {
        this.means = means;
        this.index = index;
        this.shard = shard;
        this.node = node;
        this.by = by;
    }

    /** Completes once the copy serves, with the number of its documents. */
    CompletableFuture<Long> accept() {
        return attempt(TRIES);
    }

    private CompletableFuture<Long> attempt(int tries) {
        StoredIndex wanted = entry().stored();
        return then(this::claim)
                .thenCompose(x -> proven())
                .thenComposeAsync(x -> volume(), means.ports.loop())
                .thenCompose(x -> prepared(wanted))
                .thenComposeAsync(x -> means.nodes.fence().quiet(place().volume()), means.ports.loop())
                .thenComposeAsync(x -> settled(), means.ports.loop())
                .thenComposeAsync(x -> judged(LOOKS), means.ports.loop())
                .thenComposeAsync(x -> means.documents.count(place()), means.ports.loop())
                .thenCompose(count -> proven().thenCompose(x -> means.remains.lost(entry(), shard))
                        .thenComposeAsync(
                                left -> {
                                    if (isAsWanted(wanted)) {
                                        return commit(count, left).thenApply(x -> count);
                                    }
                                    return tries > 1 ? attempt(tries - 1) : failed("the index does not come to rest");
                                },
                                means.ports.loop()));
    }

    private <T> CompletableFuture<T> then(Supplier<CompletableFuture<T>> step) {
        return CompletableFuture.completedFuture(null).thenComposeAsync(x -> step.get(), means.ports.loop());
    }

    private IndexEntry entry() {
        return means.copies()
                .entry(index)
                .filter(e -> e.phase() == IndexEntry.Phase.READY)
                .orElseThrow(() -> new IllegalStateException("the index was deleted"));
    }

    private Copy copy() {
        return CopyChanges.copy(entry(), shard, node)
                .filter(copy -> copy.state() != CopyState.IN_SYNC)
                .orElseThrow(() -> new NodeTrouble(node, "has no copy out of sync of shard " + shard, false));
    }

    private Place place() {
        return Place.of(entry(), copy());
    }

    /** Nothing builds or clears the copy from now on. */
    private CompletableFuture<Void> claim() {
        Copy copy = copy();
        if (copy.state() == CopyState.STALE) {
            return done();
        }
        Instant now = means.ports.clock().instant();
        Copy out = CopyChanges.in(copy, CopyState.STALE, now, "is to be accepted; before: " + copy.reason());
        return means.copies().apply(entry(), List.of(out), List.of(), List.of());
    }

    private CompletableFuture<Void> proven() {
        return means.nodes.watch().proves(node).thenAccept(proven -> {
            if (!proven) {
                throw new NodeTrouble(node, "does not prove its identity", false);
            }
        });
    }

    /** Gives the volume a name when it lost it with its node's data, or when what has it can never take the documents. */
    private CompletableFuture<Void> volume() {
        IndexEntry entry = entry();
        Volume volume = place().volume();
        StoredVolume named = entry.volumes().find(node, volume.rank()).orElse(null);
        if (named == null) {
            return renamed(entry, volume);
        }
        if (hasMembers() || means.nodes.naming().isRenaming(volume)) {
            return done();
        }
        String wanted = entry.stored().primaryKey();
        return means.nodes
                .api()
                .index(node, named.name())
                .thenComposeAsync(
                        answer -> {
                            String key =
                                    answer.said().map(NodeIndex::primaryKey).orElse(null);
                            return key == null || key.equals(wanted) ? done() : renamed(entry(), volume);
                        },
                        means.ports.loop());
    }

    private CompletableFuture<Void> renamed(IndexEntry entry, Volume volume) {
        List<Change> changes = new ArrayList<>();
        StoredVolume named = means.nodes.naming().fresh(entry.stored(), volume, changes);
        return means.copies().name(entry, List.of(named), changes);
    }

    /** Whether a copy in the same volume is in sync, so that the index's lane and the comparison of volumes keep it right. */
    private boolean hasMembers() {
        int rank = copy().rank();
        return entry().routes().copies().stream()
                .anyMatch(c -> c.node().equals(node) && c.rank() == rank && c.state() == CopyState.IN_SYNC);
    }

    private CompletableFuture<Void> prepared(StoredIndex wanted) {
        CompletableFuture<Void> made = done();
        for (VolumeWrite call : hasMembers() ? List.<VolumeWrite>of() : VolumeCalls.creating(wanted)) {
            made = made.thenComposeAsync(x -> means.nodes.writer().perform(place().volume(), call), means.ports.loop());
        }
        return made;
    }

    /** What the node was told before is done. */
    private CompletableFuture<Void> settled() {
        String name = means.nodes.naming().of(place().volume()).name();
        return means.nodes.tasks().ended(node, task -> name.equals(task.indexUid()));
    }

    /**
     * All that the node did is known, but for what it did of tasks that have not ended: they are begun anew with this copy, and
     * may wait for it.
     */
    private CompletableFuture<Void> judged(int looks) {
        return means.nodes
                .tasks()
                .isJudgedBut(node, means.tasks::isOfOpen)
                .thenComposeAsync(
                        judged -> {
                            if (judged) {
                                return done();
                            }
                            if (looks == 0) {
                                return failed("not all its tasks are accounted for");
                            }
                            CompletableFuture<Void> rest = new CompletableFuture<>();
                            means.ports.loop().after(REST, () -> rest.complete(null));
                            return rest.thenCompose(x -> judged(looks - 1));
                        },
                        means.ports.loop());
    }

    /** Whether what was made sure of still holds. */
    private boolean isAsWanted(StoredIndex wanted) {
        StoredIndex now = entry().stored();
        boolean same =
                now.settings().equals(wanted.settings()) && Objects.equals(now.primaryKey(), wanted.primaryKey());
        return same
                && copy().state() == CopyState.STALE
                && means.nodes.fence().isQuiet(place().volume())
                && !means.nodes.naming().isRenaming(place().volume());
    }

    private CompletableFuture<Void> commit(long count, ShardRemains left) {
        List<String> unreadable = left.unreadable();
        if (!unreadable.isEmpty() && !by.force) {
            return failed("shard " + shard + " has a copy in sync on " + String.join(", ", unreadable));
        }
        // asked again: a node may have gone, or come back, since somebody looked
        List<String> given = left.givenUp(node.value(), count);
        if (!given.isEmpty() && !by.force) {
            return failed("is not accepted without force: " + ShardRemains.and(given));
        }
        IndexEntry entry = entry();
        Instant now = means.ports.clock().instant();
        List<Copy> put = new ArrayList<>();
        put.add(CopyChanges.in(copy(), CopyState.IN_SYNC, now, "accepted"));
        for (Copy other : entry.routes().of(shard)) {
            if (other.state() == CopyState.IN_SYNC) {
                put.add(CopyChanges.in(other, CopyState.STALE, now, "given up for the copy on " + node));
            }
        }
        CompletableFuture<Void> shown = write(entry, put, audit(now, count, unreadable, given));
        // before anything can be concluded: what waits for the shard is planned again, with the copy that takes it
        means.tasks.anew(entry.stored().uid());
        return shown;
    }

    private Change.Audit audit(Instant now, long count, List<String> unreadable, List<String> given) {
        Copy copy = copy();
        String before = "the copy on " + node + " was out of sync since " + copy.since() + ": " + copy.reason()
                + (unreadable.isEmpty() ? "" : "; in sync, but not readable: " + String.join(", ", unreadable))
                + (given.isEmpty() ? "" : "; given up: " + ShardRemains.and(given));
        return new Change.Audit(AuditRow.by(
                now,
                by.who,
                by.request,
                "accept copy",
                entry().stored().uid() + " shard " + shard,
                before,
                "the copy on " + node + " is in sync with " + count + " documents"));
    }

    /** What comes back of earlier lives of nodes has no claim to the shard any more: it lacks what is written from now on. */
    private CompletableFuture<Void> write(IndexEntry entry, List<Copy> put, Change.Audit audit) {
        RoutingTable routes = entry.routes();
        long epoch = routes.epoch() + 1;
        List<Copy> later = routes.later(put);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.PutCopies(index, epoch, later));
        changes.add(new Change.PutIndex(entry.stored().withEpoch(epoch)));
        changes.add(audit);
        means.cluster.latest().nodes().values().forEach(before -> {
            StoredNode after = withoutClaim(before);
            if (!after.equals(before)) {
                changes.add(new Change.PutNode(after));
            }
        });
        return means.cluster.change(
                state -> withoutClaims(state.mapIndexes(
                        e -> e.stored().id().equals(index) ? e.with(e.routes().with(later, List.of())) : e)),
                changes);
    }

    private ClusterState withoutClaims(ClusterState state) {
        Map<NodeId, StoredNode> next = new TreeMap<>();
        state.nodes().forEach((id, stored) -> next.put(id, withoutClaim(stored)));
        return state.withTopology(state.topology(), next);
    }

    private StoredNode withoutClaim(StoredNode stored) {
        List<FormerLife> lives = stored.former().stream()
                .map(life -> life.without(index.value(), shard))
                .toList();
        return stored.living(stored.marker(), stored.taskUid(), stored.taskAt(), lives);
    }

    private <T> CompletableFuture<T> failed(String why) {
        return CompletableFuture.failedFuture(new NodeTrouble(node, why, false));
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
