package miroir.engine.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.plan.Planner;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Snapshot;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.PlanJson;

/**
 * The end of an operation, once all its moves are over: copies that its plan drops go, nodes that are to go are emptied of
 * what came about meanwhile, then it succeeds. Loop thread.
 */
final class Completion {
    private static final Duration AGAIN = Duration.ofSeconds(3);

    private final Ports ports;
    private final Cluster cluster;
    private final CopyChanges copies;
    private final Runner runner;
    private final PaceMeter meter;
    /** Operations for which a plan is being read or worked out. */
    private final Set<String> planning = new HashSet<>();

    Completion(Ports ports, Cluster cluster, Runner runner, PaceMeter meter) {
        this.ports = ports;
        this.cluster = cluster;
        this.copies = new CopyChanges(cluster);
        this.runner = runner;
        this.meter = meter;
    }

    /** Takes the next step; called again and again until the operation has ended. */
    void advance(Operation operation) {
        String plan = operation.planId();
        if (plan != null && !operation.notes().dropped()) {
            drop(operation, plan);
        } else {
            finish(operation);
        }
    }

    /** Copies that the plan drops go once those it builds are in place. */
    private void drop(Operation operation, String planId) {
        if (planning.contains(operation.id())) {
            return;
        }
        plan(
                operation,
                CompletableFuture.completedFuture(planId)
                        .thenComposeAsync(id -> cluster.read(store -> store.plan(id)), ports.workers())
                        .thenComposeAsync(
                                stored -> stored.map(plan -> drop(operation, PlanJson.read(plan.content())))
                                        .orElseThrow(),
                                ports.loop()),
                "dropping copies");
    }

    private void plan(Operation operation, CompletableFuture<Void> work, String what) {
        planning.add(operation.id());
        Unattended.run(
                work.whenComplete((done, failure) -> ports.loop().after(AGAIN, () -> planning.remove(operation.id()))),
                what);
    }

    private CompletableFuture<Void> drop(Operation operation, Plan plan) {
        TopologyChange change = TopologyChange.dropping(cluster.latest(), plan.drops(), ports);
        if (change.retains()) {
            operation.enter("waiting for copies in sync");
            if (change.changes().isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
        } else {
            operation.note(operation.notes().withDropped());
        }
        List<Change> changes = new ArrayList<>(change.changes());
        changes.add(new Change.PutOperation(operation.stored()));
        return cluster.change(change.effect(), changes);
    }

    /** All copies serve where they should: what was superseded goes, then nodes that are to go. */
    private void finish(Operation operation) {
        Notes notes = operation.notes();
        Set<NodeId> leaving = notes.leaving().stream().map(NodeId::new).collect(Collectors.toSet());
        leaving.stream()
                .filter(node -> notes.removing().contains(node.value())
                        && cluster.current().node(node).observed() == Health.DOWN)
                .forEach(this::forget);
        List<Copy> held = cluster.latest().indexes().values().stream()
                .flatMap(entry -> entry.routes().copies().stream())
                .filter(copy -> leaving.contains(copy.node()))
                .toList();
        boolean cleaning = operation.kind() == OperationKind.TOPOLOGY
                && operation.moves().stream().anyMatch(m -> m.phase() == MovePhase.CLEANING);
        if (!held.isEmpty() || cleaning) {
            operation.enter("cleaning up");
            if (held.stream().anyMatch(copy -> copy.state() != CopyState.LEAVING)) {
                empty(operation, leaving);
            }
            return;
        }
        Unattended.run(
                runner.end(
                        operation,
                        OperationStatus.SUCCEEDED,
                        notes.in("done").withSafeToStop(notes.leaving()),
                        removals(notes)),
                "ending operation " + operation.id());
    }

    /** What has come to serve on a node that is to go, because it was accepted there, is moved or dropped as well. */
    private void empty(Operation operation, Set<NodeId> leaving) {
        if (planning.contains(operation.id())) {
            return;
        }
        Snapshot seen = cluster.current();
        plan(
                operation,
                CompletableFuture.supplyAsync(
                                () -> Planner.buildMissing(Sight.of(
                                        seen, meter.pace(Operation.usual().concurrentMoves()))),
                                ports.workers())
                        .thenComposeAsync(plan -> empty(operation, leaving, plan), ports.loop()),
                "emptying nodes of operation " + operation.id());
    }

    private CompletableFuture<Void> empty(Operation operation, Set<NodeId> leaving, Plan plan) {
        if (operation.status() != OperationStatus.RUNNING) {
            return CompletableFuture.completedFuture(null);
        }
        for (Plan.Move move : plan.moves()) {
            NodeId from = move.from();
            if (from != null && leaving.contains(from)) {
                Unattended.run(
                        runner.add(
                                operation,
                                Moves.planned(operation.id(), operation.moves().size(), move)),
                        "ordering another move");
            }
        }
        List<Plan.Drop> drops = plan.drops().stream()
                .filter(drop -> leaving.contains(drop.node()))
                .toList();
        TopologyChange change = TopologyChange.dropping(cluster.latest(), drops, ports);
        return change.changes().isEmpty()
                ? CompletableFuture.completedFuture(null)
                : cluster.change(change.effect(), change.changes());
    }

    private static Map<NodeId, Lifecycle> removals(Notes notes) {
        Map<NodeId, Lifecycle> removed = new TreeMap<>();
        notes.removing().forEach(id -> removed.put(new NodeId(id), Lifecycle.REMOVED));
        return removed;
    }

    /** A node that is removed and does not answer keeps what it has; its superseded copies are no longer ours. */
    private void forget(NodeId node) {
        for (IndexEntry entry : List.copyOf(cluster.latest().indexes().values())) {
            List<Copy> left = entry.routes().copies().stream()
                    .filter(c -> c.node().equals(node) && c.state() == CopyState.LEAVING)
                    .toList();
            if (!left.isEmpty()) {
                Unattended.run(copies.apply(entry, List.of(), left, List.of()), "forgetting copies on " + node);
            }
        }
    }
}
