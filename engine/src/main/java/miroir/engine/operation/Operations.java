package miroir.engine.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.plan.Plan;
import miroir.core.plan.Planner;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanEntry;
import miroir.engine.api.PlanPicture;
import miroir.engine.api.ShardRemains;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Snapshot;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import org.jspecify.annotations.Nullable;

/** What an operator orders: plans are worked out and kept, applied by their id, and what runs is steered. */
public final class Operations implements Operator {
    private static final int SHOWN = 100;

    /** How often an order is looked at again when copies came or went meanwhile. */
    private static final int TRIES = 5;

    private final Ports ports;
    private final Cluster cluster;
    private final Runner runner;
    private final PaceMeter meter;
    private final Candidates candidates;
    private final KeptPlans plans;
    private final Verification verification;
    private final Acceptances acceptances;
    private final NodeEdits edits;
    private final Runnable retry;

    Operations(Ports ports, Cluster cluster, Crew crew) {
        this.ports = ports;
        this.cluster = cluster;
        this.runner = crew.runner();
        this.meter = crew.meter();
        this.candidates = crew.candidates();
        this.plans = new KeptPlans(ports, cluster);
        this.verification = crew.verification();
        this.acceptances = crew.acceptances();
        this.edits = crew.edits();
        this.retry = crew.retry();
    }

    /** Who does the work. */
    record Crew(
            Runner runner,
            PaceMeter meter,
            Candidates candidates,
            Verification verification,
            Acceptances acceptances,
            NodeEdits edits,
            Runnable retry) {}

    @Override
    public CompletableFuture<PlanPicture> plan(TopologyWish wish) {
        return candidates
                .look(wish)
                .thenApplyAsync(refusals -> work(cluster.current(), wish, refusals), ports.workers())
                .thenComposeAsync(this::keep, ports.loop());
    }

    private Plan work(Snapshot seen, TopologyWish wish, List<Plan.Refusal> refusals) {
        Plan plan = Planner.plan(Sight.of(seen, meter.pace(Operation.usual().concurrentMoves())), wish);
        return plan.applicable() ? plan.refusedFor(refusals) : plan;
    }

    private CompletableFuture<PlanPicture> keep(Plan plan) {
        return plans.keep(id(), plan);
    }

    private String id() {
        return String.format("%016x", ports.random().nextLong());
    }

    @Override
    public CompletableFuture<Optional<PlanPicture>> plan(String planId) {
        return plans.find(planId);
    }

    @Override
    public CompletableFuture<List<PlanEntry>> plans() {
        return plans.latest();
    }

    @Override
    public CompletableFuture<Decision> apply(String planId, Actor actor) {
        return CompletableFuture.completedFuture(planId)
                .thenComposeAsync(this::plan, ports.workers())
                .thenCompose(found -> found.map(picture -> apply(plans.whole(picture), actor))
                        .orElseGet(
                                () -> CompletableFuture.completedFuture(notFound("There is no plan " + planId + "."))));
    }

    private CompletableFuture<Decision> apply(PlanPicture picture, Actor actor) {
        if (picture.plan().wish().whatIf()) {
            return CompletableFuture.completedFuture(refused("The plan only says what would happen."));
        }
        return candidates
                .check(picture.plan().wish())
                .thenComposeAsync(refusals -> apply(picture, refusals, actor, TRIES), ports.loop());
    }

    /** An index made while the plan was worked out may lie where a node is to go: then it is worked out again. */
    private CompletableFuture<Decision> apply(
            PlanPicture picture, List<Plan.Refusal> refusals, Actor actor, int tries) {
        Snapshot seen = cluster.ahead();
        return CompletableFuture.supplyAsync(() -> work(seen, picture.plan().wish(), refusals), ports.workers())
                .thenComposeAsync(
                        fresh -> {
                            if (Steps.samePlaces(seen.cluster(), cluster.latest())) {
                                return apply(picture, fresh, actor);
                            }
                            return tries > 1 ? apply(picture, refusals, actor, tries - 1) : outdated(picture, fresh);
                        },
                        ports.loop());
    }

    private CompletableFuture<Decision> outdated(PlanPicture picture, Plan fresh) {
        String message = "The cluster has changed since the plan was made; look at the new plan.";
        plans.settled(picture.planId());
        return keep(fresh).thenApply(next -> new Decision(Decision.Kind.OUTDATED, next.planId(), message));
    }

    private CompletableFuture<Decision> apply(PlanPicture picture, Plan fresh, Actor actor) {
        Plan plan = picture.plan();
        boolean moved = plan.topologyVersion() != cluster.latest().topology().version()
                || fresh.topologyVersion() != plan.topologyVersion();
        Optional<Operation> other = runner.open().stream()
                .filter(o -> o.kind() == OperationKind.TOPOLOGY || o.kind() == OperationKind.REREPLICATE)
                .findFirst();
        if (other.isPresent()) {
            String message = "Operation " + other.get().id() + " ("
                    + other.get().stored().title() + ") is under way; wait for its end or cancel it.";
            return CompletableFuture.completedFuture(refused(message));
        }
        if (!moved && !fresh.applicable()) {
            return CompletableFuture.completedFuture(refused(
                    fresh.refusals().isEmpty()
                            ? "The plan only says what would happen."
                            : fresh.refusals().get(0).message()));
        }
        if (moved || !Steps.same(plan, fresh)) {
            return outdated(picture, fresh);
        }
        return begin(picture, actor);
    }

    private CompletableFuture<Decision> begin(PlanPicture picture, Actor actor) {
        Plan plan = picture.plan();
        Instant now = ports.clock().instant();
        String id = id();
        String title = Titles.of(plan.wish());
        StoredOperation stored = new StoredOperation(
                id,
                picture.planId(),
                OperationKind.TOPOLOGY,
                OperationStatus.RUNNING,
                title,
                now,
                null,
                Notes.of(plan, cluster.latest().topology()).toJson());
        List<StoredMove> moves = new ArrayList<>();
        for (Plan.Move move : plan.moves()) {
            moves.add(Moves.planned(id, moves.size(), move));
        }
        TopologyChange change = TopologyChange.of(cluster.latest(), plan);
        List<Change> changes = new ArrayList<>(change.changes());
        changes.add(new Change.PutOperation(stored));
        if (!moves.isEmpty()) {
            changes.add(new Change.PutMoves(moves));
        }
        changes.add(audit(actor, "apply", title, null, "operation " + id + ", plan " + picture.planId()));
        Operation operation = new Operation(stored, moves);
        return cluster.change(change.effect(), changes).thenApply(done -> {
            plans.settled(picture.planId());
            runner.run(operation);
            return done(id, title + " is under way.");
        });
    }

    @Override
    public CompletableFuture<List<OperationPicture>> operations() {
        Map<String, Operation> live = runner.known();
        return cluster.read(store -> store.operations(0, SHOWN).stream()
                .map(row -> picture(row, store.moves(row.id()), live.get(row.id())))
                .toList());
    }

    @Override
    public CompletableFuture<Optional<OperationPicture>> operation(String operationId) {
        Operation live = runner.known().get(operationId);
        return cluster.read(
                store -> store.operation(operationId).map(row -> picture(row, store.moves(operationId), live)));
    }

    private static OperationPicture picture(StoredOperation row, List<StoredMove> moves, @Nullable Operation live) {
        return live == null ? Moves.picture(row, moves) : live.picture(row, moves);
    }

    private Optional<Operation> open(String id) {
        return runner.open().stream().filter(o -> o.id().equals(id)).findFirst();
    }

    @Override
    public CompletableFuture<Decision> pause(String operationId, Actor actor) {
        return steer(operationId, actor, "pause", operation -> {
            if (operation.status() == OperationStatus.PAUSED) {
                return refused("The operation is paused already.");
            }
            operation.pause();
            return done(operationId, "No further copy is built or switched until the operation is resumed.");
        });
    }

    @Override
    public CompletableFuture<Decision> resume(String operationId, Actor actor) {
        return steer(operationId, actor, "resume", operation -> {
            if (operation.status() != OperationStatus.PAUSED) {
                return refused("The operation is not paused.");
            }
            operation.resume();
            return done(operationId, "The operation goes on.");
        });
    }

    @Override
    public CompletableFuture<Decision> retry(String operationId, Actor actor) {
        return steer(operationId, actor, "retry", operation -> {
            retry.run();
            return done(operationId, "What failed is tried again now.");
        });
    }

    @Override
    public CompletableFuture<Decision> throttle(String operationId, Throttle throttle, Actor actor) {
        return steer(operationId, actor, "throttle", operation -> {
            if (throttle.bytesPerSecond() < 0 || throttle.concurrentMoves() < 1) {
                return refused("bytesPerSecond must be 0 or more, concurrentMoves 1 or more.");
            }
            operation.note(operation.notes().with(throttle));
            runner.limit();
            return done(operationId, "The new limits hold from now on.");
        });
    }

    private CompletableFuture<Decision> steer(String id, Actor actor, String what, Function<Operation, Decision> act) {
        return CompletableFuture.completedFuture(id)
                .thenComposeAsync(
                        given -> {
                            Optional<Operation> operation = open(given);
                            if (operation.isEmpty()) {
                                return closed(given);
                            }
                            Decision decision = act.apply(operation.get());
                            if (decision.kind() != Decision.Kind.DONE) {
                                return cluster.shown().thenApply(shown -> decision);
                            }
                            List<Change> changes = List.of(
                                    new Change.PutOperation(operation.get().stored()),
                                    audit(actor, what, operation.get().stored().title(), null, "operation " + given));
                            return cluster.write(changes).thenApply(done -> decision);
                        },
                        ports.loop());
    }

    private CompletableFuture<Decision> closed(String id) {
        return CompletableFuture.completedFuture(id)
                .thenComposeAsync(given -> cluster.read(store -> store.operation(given)), ports.workers())
                .thenApply(found -> found.isPresent()
                        ? refused("The operation has ended.")
                        : notFound("There is no operation " + id + "."));
    }

    @Override
    public CompletableFuture<Decision> cancel(String operationId, Actor actor) {
        return CompletableFuture.completedFuture(operationId)
                .thenComposeAsync(
                        given -> {
                            Optional<Operation> operation = open(given);
                            return operation.isPresent() ? cancel(operation.get(), actor) : closed(given);
                        },
                        ports.loop());
    }

    private CompletableFuture<Decision> cancel(Operation operation, Actor actor) {
        Map<NodeId, Lifecycle> wanted = new TreeMap<>();
        operation.notes().wantedBefore().forEach((id, before) -> {
            if (Lifecycle.valueOf(before) == Lifecycle.ACTIVE) {
                wanted.put(new NodeId(id), Lifecycle.ACTIVE);
            }
        });
        return runner.end(operation, OperationStatus.CANCELED, operation.notes().in("canceled"), wanted)
                .thenCompose(done -> cluster.write(List.of(
                        audit(actor, "cancel", operation.stored().title(), null, "operation " + operation.id()))))
                .thenApply(done -> done(
                        operation.id(),
                        "Copies that serve stay where they are; those still being built are taken back."));
    }

    @Override
    public CompletableFuture<Decision> verify(String indexUid, boolean repair, Actor actor) {
        return CompletableFuture.completedFuture(indexUid)
                .thenComposeAsync(
                        uid -> {
                            if (cluster.current().index(uid) == null) {
                                return CompletableFuture.completedFuture(notFound("Index `" + uid + "` not found."));
                            }
                            String id = id();
                            return verification
                                    .begin(id, uid, repair, Operation.usual())
                                    .thenCompose(done -> cluster.write(List.of(
                                            audit(actor, repair ? "repair" : "verify", uid, null, "operation " + id))))
                                    .thenApply(done -> done(id, "The copies of " + uid + " are being compared."));
                        },
                        ports.loop());
    }

    @Override
    public CompletableFuture<Optional<List<ShardRemains>>> remains(String indexUid, @Nullable Integer shard) {
        return acceptances.remains(indexUid, shard);
    }

    @Override
    public CompletableFuture<Decision> accept(AcceptWish wish, Actor actor) {
        return acceptances.accept(id(), wish, actor);
    }

    @Override
    public CompletableFuture<Decision> change(NodeEdit edit, Actor actor) {
        return edits.order(edit, actor);
    }

    private Change.Audit audit(
            Actor actor, String what, String target, @Nullable String before, @Nullable String after) {
        return new Change.Audit(
                AuditRow.by(ports.clock().instant(), actor.who(), actor.requestId(), what, target, before, after));
    }

    private static Decision done(String id, String message) {
        return new Decision(Decision.Kind.DONE, id, message);
    }

    private static Decision refused(String message) {
        return new Decision(Decision.Kind.REFUSED, "", message);
    }

    private static Decision notFound(String message) {
        return new Decision(Decision.Kind.NOT_FOUND, "", message);
    }
}
