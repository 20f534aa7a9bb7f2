package miroir.engine.operation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.accept.Acceptance;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.AcceptWish.Choice;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator.Actor;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.ShardRemains;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.StoredOperation;
import org.jspecify.annotations.Nullable;

/** Operations that accept copies of shards of which none is in sync. Orders are taken on any thread. */
final class Acceptances {
    private final Ports ports;
    private final Cluster cluster;
    private final Runner runner;
    private final Acceptance acceptance;

    Acceptances(Ports ports, Cluster cluster, Runner runner, Acceptance acceptance) {
        this.ports = ports;
        this.cluster = cluster;
        this.runner = runner;
        this.acceptance = acceptance;
    }

    /** What is left of one shard, or of all that nobody can read; empty: there is no such index or shard. */
    CompletableFuture<Optional<List<ShardRemains>>> remains(String uid, @Nullable Integer shard) {
        return CompletableFuture.completedFuture(uid).thenComposeAsync(given -> look(given, shard), ports.loop());
    }

    private CompletableFuture<Optional<List<ShardRemains>>> look(String uid, @Nullable Integer shard) {
        IndexEntry entry = cluster.current().index(uid);
        if (entry == null
                || (shard != null && (shard < 0 || shard >= entry.routes().shards()))) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        List<Integer> shards = shard == null ? acceptance.remains().lost(entry) : List.of(shard);
        return acceptance.remains().of(entry, shards).thenApply(Optional::of);
    }

    /** Starts, when nothing that was chosen is refused. */
    CompletableFuture<Decision> accept(String id, AcceptWish wish, Actor actor) {
        return CompletableFuture.completedFuture(wish)
                .thenComposeAsync(given -> begin(id, given, actor), ports.loop())
                .thenCompose(decision -> cluster.shown().thenApply(shown -> decision));
    }

    private CompletableFuture<Decision> begin(String id, AcceptWish wish, Actor actor) {
        IndexEntry entry = cluster.current().index(wish.index());
        if (entry == null) {
            return decided(Decision.Kind.NOT_FOUND, "Index `" + wish.index() + "` not found.");
        }
        List<Choice> choices = wish.choices();
        List<Integer> shards = choices == null
                ? acceptance.remains().lost(entry)
                : choices.stream().map(Choice::shard).distinct().sorted().toList();
        for (int shard : shards) {
            if (shard < 0 || shard >= entry.routes().shards()) {
                return decided(
                        Decision.Kind.REFUSED,
                        "Index `" + wish.index() + "` has no shard " + shard + ": it has "
                                + entry.routes().shards() + ".");
            }
        }
        if (shards.isEmpty()) {
            return decided(
                    Decision.Kind.REFUSED,
                    "Every shard of `" + wish.index() + "` has a copy in sync; nothing has to be accepted.");
        }
        return acceptance
                .remains()
                .of(entry, shards)
                .thenComposeAsync(found -> begin(id, entry, found, wish, actor), ports.loop());
    }

    private CompletableFuture<Decision> begin(
            String id, IndexEntry entry, List<ShardRemains> found, AcceptWish wish, Actor actor) {
        Selection selection = Selection.of(found, wish);
        String refusal = selection.refusal();
        if (refusal != null) {
            return decided(Decision.Kind.REFUSED, refusal);
        }
        Map<Integer, String> chosen = selection.chosen();
        if (runner.isOpen(OperationKind.ACCEPT)) {
            return decided(Decision.Kind.REFUSED, "Copies are being accepted already; wait for the end of that.");
        }
        String title = "Accept " + (chosen.size() == 1 ? "a copy" : chosen.size() + " copies") + " of " + wish.index();
        Operation operation = new Operation(
                new StoredOperation(
                        id,
                        null,
                        OperationKind.ACCEPT,
                        OperationStatus.RUNNING,
                        title,
                        ports.clock().instant(),
                        null,
                        Notes.NONE.in("starting").toJson()),
                List.of());
        String what = chosen.entrySet().stream()
                .map(e -> "shard " + e.getKey() + " from " + e.getValue())
                .collect(Collectors.joining(", "));
        Change.Audit audit = new Change.Audit(AuditRow.by(
                ports.clock().instant(),
                actor.who(),
                actor.requestId(),
                "accept",
                wish.index(),
                what,
                "operation " + id));
        runner.run(operation);
        return cluster.write(List.of(new Change.PutOperation(operation.stored()), audit))
                .thenApply(written -> {
                    List<ShardRemains> taken = found.stream()
                            .filter(remains -> chosen.containsKey(remains.shard()))
                            .toList();
                    Run run = new Run(operation, entry.stored().id(), taken, selection, actor, wish.force());
                    Unattended.run(next(run, 0).thenCompose(x -> end(run)), "accepting copies of " + wish.index());
                    String left = selection.leftOut();
                    return new Decision(
                            Decision.Kind.DONE,
                            id,
                            "The chosen copies are made to serve; others are built from them."
                                    + (left.isEmpty() ? "" : " " + left));
                });
    }

    /** One operation under way. */
    private record Run(
            Operation operation,
            IndexId index,
            List<ShardRemains> found,
            Selection selection,
            Actor actor,
            boolean force,
            List<OperationPicture.Verdict> done,
            List<String> failed,
            long[] documents) {
        Run(
                Operation operation,
                IndexId index,
                List<ShardRemains> found,
                Selection selection,
                Actor actor,
                boolean force) {
            this(operation, index, found, selection, actor, force, new ArrayList<>(), new ArrayList<>(), new long[1]);
        }
    }

    private CompletableFuture<Void> next(Run run, int at) {
        if (at == run.found.size() || !run.operation.isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        ShardRemains remains = run.found.get(at);
        int shard = remains.shard();
        String node = String.valueOf(run.selection.chosen().get(shard));
        run.operation.note(run.operation.notes().in("accepting shard " + shard + " from " + node));
        return run.operation
                .proceed()
                .thenComposeAsync(
                        x -> acceptance.accept(run.index, shard, new NodeId(node), run.actor, run.force), ports.loop())
                .handleAsync(
                        (count, failure) -> {
                            if (failure == null) {
                                run.documents[0] += count;
                                run.done.add(verdict(remains, node, count));
                            } else {
                                run.failed.add("shard " + shard + ": " + reason(failure));
                            }
                            return null;
                        },
                        ports.loop())
                .thenComposeAsync(x -> next(run, at + 1), ports.loop());
    }

    private static OperationPicture.Verdict verdict(ShardRemains remains, String node, long count) {
        List<String> others = new ArrayList<>(remains.unreadable());
        remains.candidates().stream()
                .map(ShardRemains.Candidate::node)
                .filter(other -> !other.equals(node))
                .forEach(others::add);
        Long known = remains.documents();
        String before = known == null ? "" : " of " + known + " last known";
        return new OperationPicture.Verdict(
                remains.shard(), List.of(node), others, "serves " + count + " documents" + before);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return String.valueOf((cause == null ? failure : cause).getMessage());
    }

    private CompletableFuture<Void> end(Run run) {
        if (!run.operation.isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        String error = run.failed.isEmpty() ? null : String.join("; ", run.failed);
        Notes last = run.operation.notes().in("done").with(result(run), error);
        return runner.end(
                run.operation, error == null ? OperationStatus.SUCCEEDED : OperationStatus.FAILED, last, Map.of());
    }

    private static OperationPicture.Result result(Run run) {
        List<OperationPicture.Verdict> verdicts = new ArrayList<>(run.done);
        run.selection
                .left()
                .forEach((shard, why) -> verdicts.add(
                        new OperationPicture.Verdict(shard, List.of(), List.of(), "left as it is: " + why)));
        verdicts.sort(Comparator.comparingInt(OperationPicture.Verdict::shard));
        return OperationPicture.Result.ofAcceptance(
                run.documents[0], run.selection.left().size(), verdicts);
    }

    private static CompletableFuture<Decision> decided(Decision.Kind kind, String message) {
        return CompletableFuture.completedFuture(new Decision(kind, "", message));
    }
}
