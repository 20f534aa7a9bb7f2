package miroir.engine.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.plan.TopologyWish;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanEntry;
import miroir.engine.api.PlanPicture;
import miroir.engine.api.ShardRemains;
import miroir.engine.store.RandomPlan;
import org.jspecify.annotations.Nullable;

/** Decides what it was told to, and remembers what it was asked. */
final class FakeOperator implements Operator {
    static final Instant AT = Instant.parse("2026-03-01T12:00:00.5Z");

    final List<String> asked = new ArrayList<>();
    final Map<String, PlanPicture> plans = new ConcurrentHashMap<>();
    Decision decision = new Decision(Decision.Kind.DONE, "op-9", "Done.");

    @Nullable
    TopologyWish wish;

    long seed = 1;

    /** Told a while after it was asked for, as when something is being written. */
    private static <T> CompletableFuture<T> later(T answer) {
        return CompletableFuture.supplyAsync(
                () -> answer, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
    }

    private CompletableFuture<Decision> decided(String what, Actor actor) {
        asked.add(what + " by " + actor.who());
        return CompletableFuture.supplyAsync(() -> decision);
    }

    @Override
    public CompletableFuture<PlanPicture> plan(TopologyWish wanted) {
        wish = wanted;
        Plan drawn = RandomPlan.of(seed);
        Plan plan = new Plan(
                drawn.topologyVersion(),
                wanted,
                drawn.refusals(),
                drawn.moves(),
                drawn.drops(),
                drawn.totals(),
                drawn.eta(),
                drawn.balance(),
                drawn.survivors(),
                drawn.breaches(),
                drawn.peakExtraBytes(),
                drawn.target());
        PlanPicture picture = new PlanPicture("plan-" + plans.size(), AT, plan);
        plans.put(picture.planId(), picture);
        return CompletableFuture.completedFuture(picture);
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
                        "Drain a",
                        p.plan().applicable(),
                        false,
                        new Plan.Totals(3, 1234, 2_000_000, 2, 1.5),
                        "op-9"))
                .toList());
    }

    @Override
    public CompletableFuture<Decision> apply(String planId, Actor actor) {
        return decided("apply " + planId, actor);
    }

    @Override
    public CompletableFuture<List<OperationPicture>> operations() {
        return later(List.of(operation(), verification()));
    }

    @Override
    public CompletableFuture<Optional<OperationPicture>> operation(String operationId) {
        return later(Stream.of(operation(), verification())
                .filter(operation -> operation.operationId().equals(operationId))
                .findFirst());
    }

    static OperationPicture operation() {
        return new OperationPicture(
                "op-9",
                "plan-1",
                OperationKind.TOPOLOGY,
                "Drain node-3",
                OperationStatus.PAUSED,
                "copying",
                AT,
                null,
                new OperationPicture.Progress(1, 2, 300, 400),
                List.of(new OperationPicture.MovePicture(
                        "books", 4, null, "node-1", MovePhase.HOLD, 5, 6, 7, 1, "slow")),
                List.of("node-3"),
                new Throttle(1000, 2),
                null,
                null);
    }

    private static OperationPicture verification() {
        return new OperationPicture(
                "op-8",
                null,
                OperationKind.VERIFY,
                "Verify books",
                OperationStatus.SUCCEEDED,
                "",
                AT,
                AT.plusSeconds(1),
                new OperationPicture.Progress(0, 0, 0, 0),
                List.of(),
                List.of(),
                new Throttle(0, 4),
                OperationPicture.Result.ofComparison(
                        128,
                        2,
                        0,
                        1,
                        List.of(new OperationPicture.Verdict(
                                3, List.of("a", "b"), List.of("c"), "2 of 3 copies agree"))),
                null);
    }

    @Override
    public CompletableFuture<Decision> pause(String operationId, Actor actor) {
        return decided("pause " + operationId, actor);
    }

    @Override
    public CompletableFuture<Decision> resume(String operationId, Actor actor) {
        return decided("resume " + operationId, actor);
    }

    @Override
    public CompletableFuture<Decision> cancel(String operationId, Actor actor) {
        return decided("cancel " + operationId, actor);
    }

    @Override
    public CompletableFuture<Decision> retry(String operationId, Actor actor) {
        return decided("retry " + operationId, actor);
    }

    @Override
    public CompletableFuture<Decision> throttle(String operationId, Throttle throttle, Actor actor) {
        return decided(
                "throttle " + operationId + " " + throttle.bytesPerSecond() + " " + throttle.concurrentMoves(), actor);
    }

    @Override
    public CompletableFuture<Decision> verify(String indexUid, boolean repair, Actor actor) {
        return decided((repair ? "repair " : "verify ") + indexUid, actor);
    }

    @Override
    public CompletableFuture<Optional<List<ShardRemains>>> remains(String indexUid, @Nullable Integer shard) {
        ShardRemains.Candidate candidate =
                new ShardRemains.Candidate("node-2", 0, 1, CopyState.STALE, AT, "missed task 7", 120L, 3, "");
        return CompletableFuture.completedFuture(
                indexUid.equals("books")
                        ? Optional.of(List.of(new ShardRemains(
                                shard == null ? 4 : shard,
                                null,
                                List.of(),
                                List.of("node-1"),
                                List.of(),
                                List.of(candidate))))
                        : Optional.empty());
    }

    @Override
    public CompletableFuture<Decision> accept(AcceptWish wish, Actor actor) {
        return decided("accept " + wish, actor);
    }

    @Override
    public CompletableFuture<Decision> change(NodeEdit edit, Actor actor) {
        return decided("change " + edit + " to key " + edit.key(), actor);
    }
}
