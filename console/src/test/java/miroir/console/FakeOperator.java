package miroir.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.plan.TopologyWish;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.OperationPicture.MovePicture;
import miroir.engine.api.OperationPicture.Progress;
import miroir.engine.api.OperationPicture.Result;
import miroir.engine.api.OperationPicture.Verdict;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanEntry;
import miroir.engine.api.PlanPicture;
import miroir.engine.api.ShardRemains;
import org.jspecify.annotations.Nullable;

/** An operator in memory: keeps plans, remembers orders, answers what it was told to. */
final class FakeOperator implements Operator {
    /** Orders so far, one line each. */
    final List<String> orders = new ArrayList<>();

    /** Wishes so far. */
    final List<TopologyWish> wishes = new ArrayList<>();

    private final Map<String, PlanPicture> plans = new LinkedHashMap<>();
    private final List<OperationPicture> operations = new ArrayList<>();
    private final Function<TopologyWish, Plan> planner;

    /** What the next order is answered; null: done. */
    @Nullable
    Decision next;

    /** What plans are made of. */
    FakeOperator(Function<TopologyWish, Plan> planner) {
        this.planner = planner;
    }

    @Override
    public CompletableFuture<PlanPicture> plan(TopologyWish wish) {
        wishes.add(wish);
        return CompletableFuture.completedFuture(keep("p-" + (plans.size() + 1), planner.apply(wish)));
    }

    PlanPicture keep(String id, Plan plan) {
        PlanPicture picture = new PlanPicture(id, Pictures.NOW.minusSeconds(30), plan);
        plans.put(id, picture);
        return picture;
    }

    void add(OperationPicture operation) {
        operations.add(operation);
    }

    @Override
    public CompletableFuture<Optional<PlanPicture>> plan(String planId) {
        return CompletableFuture.completedFuture(Optional.ofNullable(plans.get(planId)));
    }

    @Override
    public CompletableFuture<List<PlanEntry>> plans() {
        return CompletableFuture.completedFuture(plans.values().stream()
                .map(p -> new PlanEntry(
                        p.planId(),
                        p.createdAt(),
                        "Plan " + p.planId(),
                        p.plan().applicable(),
                        p.plan().wish().whatIf(),
                        p.plan().totals(),
                        operations.stream()
                                .filter(o -> p.planId().equals(o.planId()))
                                .map(OperationPicture::operationId)
                                .findFirst()
                                .orElse(null)))
                .toList());
    }

    @Override
    public CompletableFuture<Decision> apply(String planId, Actor actor) {
        return decide("apply " + planId + " by " + actor.who(), "op-new");
    }

    @Override
    public CompletableFuture<List<OperationPicture>> operations() {
        return CompletableFuture.completedFuture(List.copyOf(operations));
    }

    @Override
    public CompletableFuture<Optional<OperationPicture>> operation(String operationId) {
        return CompletableFuture.completedFuture(operations.stream()
                .filter(o -> o.operationId().equals(operationId))
                .findFirst());
    }

    @Override
    public CompletableFuture<Decision> pause(String operationId, Actor actor) {
        return decide("pause " + operationId, operationId);
    }

    @Override
    public CompletableFuture<Decision> resume(String operationId, Actor actor) {
        return decide("resume " + operationId, operationId);
    }

    @Override
    public CompletableFuture<Decision> cancel(String operationId, Actor actor) {
        return decide("cancel " + operationId, operationId);
    }

    @Override
    public CompletableFuture<Decision> retry(String operationId, Actor actor) {
        return decide("retry " + operationId, operationId);
    }

    @Override
    public CompletableFuture<Decision> throttle(String operationId, Throttle throttle, Actor actor) {
        return decide(
                "throttle " + operationId + " " + throttle.bytesPerSecond() + " " + throttle.concurrentMoves(),
                operationId);
    }

    @Override
    public CompletableFuture<Decision> verify(String indexUid, boolean repair, Actor actor) {
        return decide((repair ? "repair " : "verify ") + indexUid, "op-new");
    }

    private CompletableFuture<Decision> decide(String order, String id) {
        orders.add(order);
        Decision answer = next == null ? new Decision(Decision.Kind.DONE, id, "Done.") : next;
        next = null;
        return CompletableFuture.completedFuture(answer);
    }

    /** A drain of node-b half done, with one move of each kind. */
    static OperationPicture drain(String id, @Nullable String planId, OperationStatus status, String... safe) {
        List<MovePicture> moves = new ArrayList<>();
        MovePhase[] phases = {
            MovePhase.DONE,
            MovePhase.DONE,
            MovePhase.COPYING,
            MovePhase.HOLD,
            MovePhase.FAILED,
            MovePhase.PLANNED,
            MovePhase.PLANNED
        };
        for (int i = 0; i < phases.length; i++) {
            boolean done = phases[i] == MovePhase.DONE;
            boolean failed = phases[i] == MovePhase.FAILED;
            moves.add(new MovePicture(
                    "movies",
                    3 * i,
                    "node-b",
                    i % 2 == 0 ? "node-a" : "node-c",
                    phases[i],
                    done ? 18_460 : phases[i] == MovePhase.PLANNED ? 0 : 7_200,
                    18_460,
                    done ? 42 : 0,
                    failed ? 3 : 1,
                    failed ? "node-a answered 507: no space left" : null));
        }
        boolean ended = !status.isOpen();
        return new OperationPicture(
                id,
                planId,
                OperationKind.TOPOLOGY,
                "Drain node-b",
                status,
                ended ? "ended" : "copies documents",
                Pictures.NOW.minusSeconds(190),
                ended ? Pictures.NOW.minusSeconds(3) : null,
                new Progress(2, 7, 58_520, 129_220),
                moves,
                List.of(safe),
                new Throttle(20_000_000, 2),
                null,
                status == OperationStatus.FAILED ? "One move failed three times." : null);
    }

    @Override
    public CompletableFuture<Optional<List<ShardRemains>>> remains(String indexUid, @Nullable Integer shard) {
        if (!indexUid.equals("movies") || (shard != null && shard > 63)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        List<ShardRemains.Candidate> left =
                List.of(candidate("node-b", 118L, ""), candidate("node-c", 0L, "node node-c is down"));
        List<ShardRemains.Candidate> empty =
                List.of(candidate("node-b", 0L, ""), candidate("node-c", null, "node node-c is down"));
        ShardRemains unsure = new ShardRemains(12, null, List.of(), List.of(), List.of("node-b"), empty);
        ShardRemains lost = new ShardRemains(shard == null ? 7 : shard, null, List.of(), List.of(), List.of(), left);
        ShardRemains away = new ShardRemains(9, 120L, List.of(), List.of("node-a"), List.of("node-d"), left);
        return CompletableFuture.completedFuture(
                Optional.of(shard == null ? List.of(lost, away, unsure) : List.of(lost)));
    }

    private static ShardRemains.Candidate candidate(String node, @Nullable Long documents, String trouble) {
        return new ShardRemains.Candidate(
                node, 0, 1, CopyState.STALE, Pictures.NOW.minusSeconds(7200), "missed task <7>", documents, 3, trouble);
    }

    @Override
    public CompletableFuture<Decision> accept(AcceptWish wish, Actor actor) {
        return decide("accept " + wish, "op-new");
    }

    @Override
    public CompletableFuture<Decision> change(NodeEdit edit, Actor actor) {
        return decide("change " + edit + ", key " + edit.key(), edit.node());
    }

    /** A verification that has ended. */
    static OperationPicture verified(String id, long differing, long repaired) {
        return new OperationPicture(
                id,
                null,
                repaired > 0 ? OperationKind.REPAIR : OperationKind.VERIFY,
                "Verify movies",
                OperationStatus.SUCCEEDED,
                "ended",
                Pictures.NOW.minusSeconds(500),
                Pictures.NOW.minusSeconds(450),
                new Progress(128, 128, 0, 0),
                List.of(),
                List.of(),
                new Throttle(0, 1),
                Result.ofComparison(
                        128,
                        differing,
                        repaired,
                        0,
                        differing == 0
                                ? List.of()
                                : List.of(
                                        new Verdict(5, List.of("node-a"), List.of("node-b"), "it is searched first"))),
                null);
    }
}
