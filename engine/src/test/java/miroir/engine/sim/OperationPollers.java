package miroir.engine.sim;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import miroir.core.operation.OperationStatus;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.PlanEntry;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredOperation;
import org.jspecify.annotations.Nullable;

/**
 * Operators who watch operations and believe what they are told: it is never ahead of the disk, the topology that goes
 * with it shows at once, and neither a later look nor a kill takes it back.
 */
final class OperationPollers implements Incarnation.Witness {
    /** In a history there is a look at what is open once in so many steps. */
    private static final long STEPS = 101;

    private static final Set<String> LAST_PHASES = Set.of("done", "canceled");

    private final Simulation world;
    private final Map<String, Told> told = new HashMap<>();
    private final Set<String> open = new TreeSet<>();
    private final Map<String, Set<OperationStatus>> written = new HashMap<>();
    /** By operation and status: the version of the topology that was written with it. */
    private final Map<String, Long> versions = new HashMap<>();

    private long answers;
    private @Nullable AssertionError wrong;

    /** What was last told of an operation, and the number of that answer. */
    private record Told(OperationPicture picture, long answer) {}

    OperationPollers(Simulation world) {
        this.world = world;
    }

    /** Looks from now on whenever something is written of an operation, and now and then. */
    void watch() {
        world.witness(this);
        world.steps.afterEach(() -> {
            if (world.steps.taken() % STEPS == 0) {
                List.copyOf(open).forEach(this::poll);
            }
        });
    }

    @Override
    public void written(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.PutOperation put) {
                written(put.operation(), changes);
                poll(put.operation().id());
            }
        }
    }

    private void written(StoredOperation operation, List<Change> changes) {
        written.computeIfAbsent(operation.id(), id -> new HashSet<>()).add(operation.status());
        for (Change change : changes) {
            if (change instanceof Change.PutMeta put && put.key().equals(Meta.TOPOLOGY_VERSION)) {
                versions.put(operation.id() + operation.status(), Long.valueOf(put.value()));
            }
        }
    }

    private void poll(String id) {
        long asked = answers;
        hear(world.engine().operator().operation(id).thenAccept(found -> found.ifPresent(o -> hear(o, asked))));
    }

    /** Asks for all operations and for all plans. */
    void list() {
        long asked = answers;
        hear(world.engine().operator().operations().thenAccept(all -> all.forEach(o -> hear(o, asked))));
        hear(world.engine().operator().plans().thenAccept(plans -> plans.forEach(this::follow)));
    }

    /** Looks the operation up that a plan tells of. */
    private void follow(PlanEntry plan) {
        String id = plan.operationId();
        if (id != null && !told.containsKey(id)) {
            world.steps.anyTime(() -> hear(world.engine()
                    .operator()
                    .operation(id)
                    .thenAccept(
                            found -> Invariants.require(found.isPresent(), () -> plan + " tells of no operation"))));
        }
    }

    private void hear(CompletableFuture<Void> answer) {
        Unattended.run(
                answer.exceptionally(failure -> {
                    if (world.isEnded(failure)) {
                        return null;
                    }
                    wrong = wrong == null ? new AssertionError(failure.getMessage(), failure) : wrong;
                    return null;
                }),
                "a look");
    }

    private void hear(OperationPicture picture, long asked) {
        answers++;
        Told before = told.get(picture.operationId());
        if (before != null && before.answer > asked) {
            return; // asked for before that was known
        }
        told.put(picture.operationId(), new Told(picture, answers));
        Invariants.require(
                before == null || isOpen(before.picture) || before.picture.equals(picture),
                () -> "told " + requireNonNull(before).picture + ", then " + picture);
        OperationStatus status = picture.status();
        Invariants.require(
                written.getOrDefault(picture.operationId(), Set.of()).contains(status),
                () -> "never written: " + picture);
        long shown = world.engine().cluster().current().cluster().topology().version();
        Invariants.require(
                shown >= versions.getOrDefault(picture.operationId() + status, 0L),
                () -> "the topology of version " + shown + " does not show " + picture);
        if (isOpen(picture)) {
            open.add(picture.operationId());
            Invariants.require(
                    picture.finishedAt() == null
                            && picture.safeToStop().isEmpty()
                            && !LAST_PHASES.contains(picture.phase()),
                    () -> "half ended: " + picture);
        } else {
            open.remove(picture.operationId());
            Invariants.require(picture.finishedAt() != null, () -> "half open: " + picture);
        }
    }

    private static boolean isOpen(OperationPicture picture) {
        return picture.status().isOpen();
    }

    @Override
    public void killed() {
        told.forEach((id, known) -> {
            OperationStatus left =
                    world.store.operation(id).map(StoredOperation::status).orElse(null);
            Invariants.require(
                    isOpen(known.picture) ? left != null : left == known.picture.status(),
                    () -> "after a kill " + id + " is " + left + ", told was " + known.picture);
        });
    }

    /** Fails if something told was not so. */
    void complain() {
        AssertionError found = wrong;
        if (found != null) {
            throw found;
        }
    }
}
