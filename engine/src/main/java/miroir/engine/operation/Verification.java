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
import java.util.concurrent.CompletionException;
import miroir.core.copy.Belief;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.topology.IndexId;
import miroir.engine.api.Operator;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.Demotion;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.StoredOperation;
import miroir.engine.task.LaneHold;
import miroir.engine.task.TaskService;
import org.jspecify.annotations.Nullable;

/**
 * Compares the copies of an index through the nodes' public API, shard by shard, while clients write: documents written
 * meanwhile are looked at again. Repair takes the copies that differ from those believed out of the in-sync set, from where
 * SYNC brings them back. Loop thread.
 */
final class Verification {
    private static final int CHUNK = 500;
    private static final int LOOKS = 3;
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(3);
    /** A node whose list says nothing for so many looks is left out. */
    private static final int JUDGEMENTS = 40;

    private static final Duration REST = Duration.ofMillis(250);

    private final Ports ports;
    private final Cluster cluster;
    private final CopyChanges copies;
    private final ComparableCopies comparable;
    private final CopyDocuments documents;
    private final TaskService tasks;
    private final NodeTasks lists;
    private final Runner runner;

    Verification(
            Ports ports, Cluster cluster, TaskService tasks, NodeTasks lists, CopyDocuments documents, Runner runner) {
        this.lists = lists;
        this.ports = ports;
        this.cluster = cluster;
        this.copies = new CopyChanges(cluster);
        this.comparable = new ComparableCopies(cluster);
        this.documents = documents;
        this.tasks = tasks;
        this.runner = runner;
    }

    /** Starts; completes once the operation is durable. */
    CompletableFuture<Void> begin(String id, String uid, boolean repair, Operator.Throttle throttle) {
        IndexEntry entry = cluster.latest().indexes().get(uid);
        Instant now = ports.clock().instant();
        String title = (repair ? "Repair " : "Verify ") + uid;
        StoredOperation stored = new StoredOperation(
                id,
                null,
                repair ? OperationKind.REPAIR : OperationKind.VERIFY,
                OperationStatus.RUNNING,
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
                        .handleAsync((done, failure) -> failure, ports.loop())
                        .thenCompose(failure -> end(operation, count, failure)),
                "verifying " + index);
    }

    /** What left shards out has failed, and says which. */
    private CompletableFuture<Void> end(Operation operation, Count count, @Nullable Throwable failure) {
        if (!operation.isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        String rest = count.rest();
        String error = failure != null ? String.valueOf(failure.getMessage()) : rest;
        Notes last = operation.notes().in("done").with(count.result(), error);
        return runner.end(
                operation, error == null ? OperationStatus.SUCCEEDED : OperationStatus.FAILED, last, Map.of());
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
                .thenComposeAsync(
                        x -> shard(operation, index, shard, count, repair).exceptionally(failure -> {
                            count.leave(shard, reason(failure));
                            return null;
                        }),
                        ports.loop())
                .thenComposeAsync(x -> shards(operation, index, shard + 1, count, repair), ports.loop());
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return String.valueOf((cause == null ? failure : cause).getMessage());
    }

    /** Whether copies of some shard can be compared now. */
    boolean isPossible(IndexEntry entry) {
        return comparable.any(entry);
    }

    private CompletableFuture<Void> shard(Operation operation, IndexId index, int shard, Count count, boolean repair) {
        IndexEntry entry = copies.entry(index).orElseThrow(() -> new IllegalStateException("the index was deleted"));
        List<Copy> inSync = comparable.of(entry, shard);
        if (inSync.size() < 2) {
            count.leave(shard, comparable.lack(entry, shard));
            return CompletableFuture.completedFuture(null);
        }
        List<List<Copy>> alike = new ArrayList<>();
        CompletableFuture<Void> all = tasks.fence(entry.stored().uid());
        for (Copy copy : inSync) {
            all = all.thenCompose(x -> join(operation, index, copy, alike, 0));
        }
        return all.thenComposeAsync(
                x -> alike.size() == 1
                        ? believe(index, alike, repair, count)
                        : judged(inSync, 0, JUDGEMENTS)
                                .thenComposeAsync(
                                        judged -> {
                                            if (!judged) {
                                                count.leave(
                                                        shard,
                                                        "its copies differ, and not all tasks of their nodes are"
                                                                + " accounted for");
                                                return CompletableFuture.completedFuture(null);
                                            }
                                            return isStill(index, inSync)
                                                    ? believe(index, alike, repair, count)
                                                    : shard(operation, index, shard, count, repair);
                                        },
                                        ports.loop()),
                ports.loop());
    }

    private CompletableFuture<Void> believe(IndexId index, List<List<Copy>> alike, boolean repair, Count count) {
        Belief belief = Belief.of(alike);
        count.take(alike.get(0).get(0).shard(), belief);
        return repair ? demote(index, belief, 0, count) : CompletableFuture.completedFuture(null);
    }

    /** Nobody is believed before it is known that no node did what Miroir did not ask for. */
    private CompletableFuture<Boolean> judged(List<Copy> all, int from, int looks) {
        if (from == all.size() || looks == 0) {
            return CompletableFuture.completedFuture(looks > 0);
        }
        return lists.isJudged(all.get(from).node())
                .thenComposeAsync(
                        judged -> {
                            CompletableFuture<Void> rest = new CompletableFuture<>();
                            if (judged) {
                                rest.complete(null);
                            } else {
                                ports.loop().after(REST, () -> rest.complete(null));
                            }
                            return rest.thenCompose(
                                    x -> judged ? judged(all, from + 1, looks) : judged(all, from, looks - 1));
                        },
                        ports.loop());
    }

    private boolean isStill(IndexId index, List<Copy> inSync) {
        return copies.entry(index).stream()
                .anyMatch(entry -> entry.routes().copies().containsAll(inSync));
    }

    /** Puts the copy to those it does not differ from, of which one stands for all. */
    private CompletableFuture<Void> join(
            Operation operation, IndexId index, Copy copy, List<List<Copy>> alike, int from) {
        if (from == alike.size()) {
            alike.add(new ArrayList<>(List.of(copy)));
            return CompletableFuture.completedFuture(null);
        }
        return compare(operation, index, alike.get(from).get(0), copy).thenCompose(differs -> {
            if (differs) {
                return join(operation, index, copy, alike, from + 1);
            }
            alike.get(from).add(copy);
            return CompletableFuture.completedFuture(null);
        });
    }

    private CompletableFuture<Void> demote(IndexId index, Belief belief, int from, Count count) {
        if (from == belief.differing().size()) {
            return CompletableFuture.completedFuture(null);
        }
        Copy copy = belief.differing().get(from);
        count.repaired();
        return new Demotion(cluster)
                .demote(
                        index,
                        c -> c.shard() == copy.shard() && c.node().equals(copy.node()),
                        false,
                        new Demotion.Reason(belief.reason(), ports.clock().instant()))
                .thenCompose(x -> demote(index, belief, from + 1, count));
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
            ports.loop()
                    .after(operation.spend(difference.bytes(), ports.ticker().now()), () -> rest.complete(null));
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
