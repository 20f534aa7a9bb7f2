package miroir.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.core.topology.IndexId;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.OperationPicture.Status;
import miroir.engine.api.Operator;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.Demotion;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.StoredOperation;
import miroir.engine.task.LaneHold;
import miroir.engine.task.TaskService;

/**
 * Compares the copies of an index through the nodes' public API, shard by shard, while clients write: documents written
 * meanwhile are looked at again. Repair takes the copies that differ out of the in-sync set, from where SYNC brings them
 * back. Loop thread.
 */
final class Verification {
    private static final int CHUNK = 500;
    private static final int LOOKS = 3;
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(3);

    private final Ports ports;
    private final Cluster cluster;
    private final CopyChanges copies;
    private final CopyDocuments documents;
    private final TaskService tasks;
    private final Runner runner;

    Verification(Ports ports, Cluster cluster, TaskService tasks, Runner runner) {
        this.ports = ports;
        this.cluster = cluster;
        this.copies = new CopyChanges(cluster);
        this.documents = new CopyDocuments(ports);
        this.tasks = tasks;
        this.runner = runner;
    }

    private static final class Count {
        long compared;
        long differing;
        long repaired;

        OperationPicture.Result result() {
            return new OperationPicture.Result(compared, differing, repaired);
        }
    }

    /** Starts; completes once the operation is durable. */
    CompletableFuture<Void> begin(String id, String uid, boolean repair, Operator.Throttle throttle) {
        IndexEntry entry = cluster.latest().indexes().get(uid);
        Instant now = ports.clock().instant();
        String title = (repair ? "Repair " : "Verify ") + uid;
        StoredOperation stored = new StoredOperation(
                id,
                null,
                repair ? "repair" : "verify",
                "running",
                title,
                now,
                null,
                Notes.NONE.in("comparing").with(throttle).toJson());
        Operation operation = new Operation(stored, List.of());
        return runner.write(operation).thenRun(() -> {
            runner.run(operation);
            if (entry != null) {
                run(operation, entry.stored().id(), repair);
            }
        });
    }

    private void run(Operation operation, IndexId index, boolean repair) {
        Count count = new Count();
        Unattended.run(
                shards(operation, index, 0, count, repair)
                        .handleAsync(
                                (done, failure) -> {
                                    String error = failure == null ? null : String.valueOf(failure.getMessage());
                                    operation.note(operation.notes().in("done").with(count.result(), error));
                                    return operation.isOpen()
                                            ? runner.end(
                                                    operation,
                                                    failure == null ? Status.SUCCEEDED : Status.FAILED,
                                                    Map.of())
                                            : CompletableFuture.<Void>completedFuture(null);
                                },
                                ports.loop())
                        .thenCompose(ended -> ended),
                "verifying " + index);
    }

    private CompletableFuture<Void> shards(Operation operation, IndexId index, int shard, Count count, boolean repair) {
        Optional<IndexEntry> entry = copies.entry(index);
        if (entry.isEmpty() || shard >= entry.get().routes().shards() || !operation.isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        operation.note(operation
                .notes()
                .in("comparing shard " + shard + " of " + entry.get().routes().shards())
                .with(count.result(), null));
        return operation
                .proceed()
                .thenComposeAsync(x -> shard(operation, index, shard, count, repair), ports.loop())
                .thenComposeAsync(x -> shards(operation, index, shard + 1, count, repair), ports.loop());
    }

    private CompletableFuture<Void> shard(Operation operation, IndexId index, int shard, Count count, boolean repair) {
        List<Copy> inSync = copies.entry(index).stream()
                .flatMap(e -> e.routes().copies().stream())
                .filter(c -> c.shard() == shard && c.state() == CopyState.IN_SYNC)
                .filter(c -> cluster.current().node(c.node()).observed() == Health.UP)
                .toList();
        if (inSync.size() < 2) {
            return CompletableFuture.completedFuture(null);
        }
        List<Copy> differing = new ArrayList<>();
        CompletableFuture<Void> all =
                tasks.fence(copies.entry(index).orElseThrow().stored().uid());
        for (Copy other : inSync.subList(1, inSync.size())) {
            all = all.thenCompose(x -> compare(operation, index, inSync.get(0), other))
                    .thenAccept(differs -> {
                        count.compared++;
                        count.differing += differs ? 1 : 0;
                        if (differs) {
                            differing.add(other);
                        }
                    });
        }
        return repair ? all.thenCompose(x -> mend(operation, index, inSync, differing, count)) : all;
    }

    /** The majority is right; between two, the copy that is searched first. */
    private CompletableFuture<Void> mend(
            Operation operation, IndexId index, List<Copy> inSync, List<Copy> differing, Count count) {
        if (differing.size() < 2 || differing.size() < inSync.size() - 1) {
            return demoteAll(index, differing, count);
        }
        return compare(operation, index, differing.get(0), differing.get(1))
                .thenCompose(differs -> demoteAll(index, differs ? differing : List.of(inSync.get(0)), count));
    }

    private CompletableFuture<Void> demoteAll(IndexId index, List<Copy> wrong, Count count) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Copy copy : wrong) {
            all = all.thenCompose(x -> demote(index, copy, count));
        }
        return all;
    }

    private CompletableFuture<Void> demote(IndexId index, Copy copy, Count count) {
        count.repaired++;
        return new Demotion(cluster)
                .demote(
                        index,
                        c -> c.shard() == copy.shard() && c.node().equals(copy.node()),
                        false,
                        new Demotion.Reason(
                                "differs from the other copies", ports.clock().instant()));
    }

    private CompletableFuture<Boolean> compare(Operation operation, IndexId index, Copy a, Copy b) {
        IndexEntry entry = copies.entry(index).orElseThrow(() -> new IllegalStateException("the index was deleted"));
        Place left = Place.of(entry, a);
        Place right = Place.of(entry, b);
        CompletableFuture<List<String>> there = documents.ids(right, null);
        return documents
                .ids(left, null)
                .thenCombineAsync(
                        there,
                        (here, extra) -> {
                            Set<String> ids = new LinkedHashSet<>(here);
                            ids.addAll(extra);
                            return List.copyOf(ids);
                        },
                        ports.loop())
                .thenCompose(ids -> differing(operation, new Pair(entry, left, right), ids, 0, new ArrayList<>()))
                .thenCompose(ids -> lookAgain(new Pair(entry, left, right), ids, LOOKS));
    }

    private record Pair(IndexEntry entry, Place left, Place right) {}

    private CompletableFuture<List<String>> differing(
            Operation operation, Pair pair, List<String> ids, int from, List<String> found) {
        if (from >= ids.size()) {
            return CompletableFuture.completedFuture(found);
        }
        List<String> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
        return documents.compare(pair.left, pair.right, chunk).thenCompose(difference -> {
            found.addAll(difference.changed().keySet());
            found.addAll(difference.gone());
            CompletableFuture<Void> rest = new CompletableFuture<>();
            ports.loop().after(operation.spend(difference.bytes(), ports.clock().instant()), () -> rest.complete(null));
            return rest.thenCompose(x -> differing(operation, pair, ids, from + chunk.size(), found));
        });
    }

    /** Writes may have been on their way: what differs is looked at again once those have ended. */
    private CompletableFuture<Boolean> lookAgain(Pair pair, List<String> ids, int looks) {
        if (ids.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        if (looks == 0) {
            return lookHeld(pair, ids);
        }
        return tasks.fence(pair.entry.stored().uid())
                .thenCompose(x -> documents.compare(pair.left, pair.right, ids))
                .thenCompose(difference -> lookAgain(pair, difference.ids(), looks - 1));
    }

    /** The last look is taken while writes are held, or not at all: a busy document is not a differing one. */
    private CompletableFuture<Boolean> lookHeld(Pair pair, List<String> ids) {
        LaneHold hold = tasks.hold(pair.entry.stored().uid());
        CompletableFuture<Boolean> differs = new CompletableFuture<>();
        ports.loop().after(LONGEST_HOLD, () -> differs.complete(false));
        Unattended.run(
                hold.reached()
                        .thenCompose(x -> documents.compare(pair.left, pair.right, ids))
                        .handle((found, failure) -> differs.complete(failure == null && !found.none())),
                "the last look at differing documents");
        return differs.whenComplete((done, failure) -> hold.release().run());
    }
}
