package miroir.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.plan.Planner;
import miroir.core.plan.Present;
import miroir.core.time.Moment;
import miroir.core.time.Standstill;
import miroir.core.topology.GroupId;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.LostShards;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Ports;
import miroir.engine.state.Snapshot;
import miroir.engine.state.Unattended;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.sync.SyncPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Miroir does by itself: stale copies are brought back in sync as soon as their node is well, copies of a node that
 * stays away are built elsewhere after a grace period, and copies that are missing are built. Loop thread.
 */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** A burst of demotions becomes one operation. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private static final Duration FRUITLESS = Duration.ofMinutes(1);

    private final Ports ports;
    private final Cluster cluster;
    private final CopyChanges copies;
    private final SyncPool pool;
    private final Runner runner;
    private final PaceMeter meter;
    private final Duration grace;
    private boolean stopped;
    /** Indexes whose lost shards the log tells of already. */
    private Set<String> warned = Set.of();

    private final Standstill<Copy> out = new Standstill<>();
    private final Standstill<Away> away = new Standstill<>();
    /** Until then no look at what could be built: the last one found nothing that can be. */
    private Moment fruitlessUntil = Moment.FIRST;

    /** A node that is down, and since when that shows. */
    private record Away(NodeId node, Instant since) {}

    Upkeep(Ports ports, Cluster cluster, SyncPool pool, Runner runner, PaceMeter meter, Duration grace) {
        this.ports = ports;
        this.cluster = cluster;
        this.copies = new CopyChanges(cluster);
        this.pool = pool;
        this.runner = runner;
        this.meter = meter;
        this.grace = grace;
    }

    void start() {
        ports.loop().execute(this::tick);
    }

    void stop() {
        stopped = true;
    }

    private void tick() {
        ports.loop().assertHere();
        if (stopped) {
            return;
        }
        if (!cluster.isClosed()) {
            Moment now = ports.ticker().now();
            resync(now);
            rereplicate(now);
            warn();
        }
        ports.loop().after(TICK, this::tick);
    }

    /** Says once of an index that shards of it are lost, for nothing here brings them back. */
    private void warn() {
        Set<String> lost = new HashSet<>();
        for (IndexEntry entry : cluster.current().cluster().indexes().values()) {
            LostShards shards = LostShards.of(entry);
            if (entry.phase() == IndexEntry.Phase.READY && !shards.shards().isEmpty()) {
                lost.add(entry.stored().uid());
                if (!warned.contains(entry.stored().uid())) {
                    LOG.warn("{}", shards.sentence(entry.stored().uid()));
                }
            }
        }
        warned = Set.copyOf(lost);
    }

    private record Stale(IndexEntry entry, Copy copy) {}

    private void resync(Moment now) {
        List<Stale> stale = new ArrayList<>();
        out.look(
                cluster.current().cluster().indexes().values().stream()
                        .flatMap(entry -> entry.routes().copies().stream())
                        .filter(Upkeep::isOut)
                        .toList(),
                now);
        for (IndexEntry entry : cluster.current().cluster().indexes().values()) {
            if (entry.phase() == IndexEntry.Phase.READY) {
                for (Copy copy : entry.routes().copies()) {
                    if (out.hasLasted(copy, SETTLING, now)
                            && !pool.isOrdered(entry.stored().id(), copy.shard(), copy.node())) {
                        found(entry, copy).ifPresent(stale::add);
                    }
                }
            }
        }
        if (!stale.isEmpty()) {
            order(stale);
        }
    }

    private static boolean isOut(Copy copy) {
        return copy.state() == CopyState.STALE || copy.state() == CopyState.SYNCING;
    }

    /** A copy to bring back; one that another copy has taken the place of goes instead. */
    private Optional<Stale> found(IndexEntry entry, Copy copy) {
        // of more copies than are wanted, a plan under way knows which one it keeps
        boolean surplus = copy.rank() >= entry.stored().replicationFactor() && !runner.isOpen(OperationKind.TOPOLOGY);
        // without a copy in sync, even one that is not wanted any more may be the best there is
        boolean superseded = entry.routes().of(copy.shard()).stream()
                .anyMatch(c -> c.group().equals(copy.group())
                        && !c.node().equals(copy.node())
                        && c.state() == CopyState.IN_SYNC
                        && (c.rank() == copy.rank() || surplus));
        if (superseded) {
            Copy left = CopyChanges.in(
                    copy, CopyState.LEAVING, ports.clock().instant(), "another copy has taken its place");
            Unattended.run(copies.apply(entry, List.of(left), List.of(), List.of()), "letting a superseded copy go");
            return Optional.empty();
        }
        Snapshot now = cluster.current();
        boolean source = entry.routes().of(copy.shard()).stream()
                .anyMatch(c ->
                        c.state() == CopyState.IN_SYNC && now.node(c.node()).observed() == Health.UP);
        boolean well = now.node(copy.node()).observed() == Health.UP
                && now.node(copy.node()).wanted() == Lifecycle.ACTIVE;
        return source && well ? Optional.of(new Stale(entry, copy)) : Optional.empty();
    }

    private void order(List<Stale> stale) {
        Operation running = runner.open().stream()
                .filter(o -> o.kind() == OperationKind.RESYNC)
                .findFirst()
                .orElse(null);
        if (running != null) {
            Set<NodeId> nodes = nodes(stale);
            running.moves().forEach(move -> nodes.add(move.target()));
            running.rename(resync(nodes));
            Unattended.run(runner.write(running), "renaming an operation");
            for (Stale one : stale) {
                Unattended.run(
                        runner.add(running, move(running.id(), running.moves().size(), one)), "ordering a re-sync");
            }
            return;
        }
        String id = id();
        List<StoredMove> moves = new ArrayList<>();
        stale.forEach(one -> moves.add(move(id, moves.size(), one)));
        begin(operation(id, OperationKind.RESYNC, resync(nodes(stale))), moves);
    }

    private static Set<NodeId> nodes(List<Stale> stale) {
        return stale.stream().map(one -> one.copy.node()).collect(Collectors.toCollection(HashSet::new));
    }

    private static String resync(Set<NodeId> nodes) {
        return "Re-sync copies on "
                + String.join(", ", nodes.stream().map(NodeId::value).sorted().toList());
    }

    private String id() {
        return String.format("%016x", ports.random().nextLong());
    }

    private StoredOperation operation(String id, OperationKind kind, String title) {
        return new StoredOperation(
                id,
                null,
                kind,
                OperationStatus.RUNNING,
                title,
                ports.clock().instant(),
                null,
                Notes.NONE.in("starting").toJson());
    }

    /** It counts as open at once, so that the next look does not order the same again. */
    private void begin(StoredOperation stored, List<StoredMove> moves) {
        Operation operation = new Operation(stored, moves);
        Change.Audit audit = new Change.Audit(AuditRow.of(
                ports.clock().instant(), "miroir", stored.kind().wire(), stored.title(), "operation " + stored.id()));
        List<Change> changes = List.of(new Change.PutOperation(stored), new Change.PutMoves(moves), audit);
        Unattended.run(cluster.write(changes), "writing an operation down");
        runner.run(operation);
    }

    private static StoredMove move(String operation, int number, Stale stale) {
        return new StoredMove(
                operation,
                number,
                stale.entry.stored().id(),
                stale.entry.stored().uid(),
                stale.copy.shard(),
                null,
                stale.copy.node(),
                stale.copy.rank(),
                MovePhase.PLANNED,
                0,
                0,
                0,
                0,
                0,
                null);
    }

    private void rereplicate(Moment moment) {
        if (runner.isOpen(OperationKind.TOPOLOGY)
                || runner.isOpen(OperationKind.REREPLICATE)
                || fruitlessUntil.isAfter(moment)) {
            return;
        }
        Snapshot now = cluster.current();
        List<NodeId> lost = grace.isZero() ? List.of() : lost(now, moment);
        if (lost.isEmpty() && !lacksCopies(now.cluster())) {
            return;
        }
        Present sight = Sight.of(now, meter.pace(Operation.usual().concurrentMoves()));
        Plan plan = lost.isEmpty() ? Planner.buildMissing(sight) : Planner.replaceLost(sight, lost);
        if (plan.moves().isEmpty() || !plan.applicable()) {
            fruitlessUntil = moment.plus(FRUITLESS);
        } else {
            replace(plan, lost);
        }
    }

    private List<NodeId> lost(Snapshot now, Moment moment) {
        List<Away> down = new ArrayList<>();
        for (Node node : now.cluster().topology().nodes()) {
            NodeObservation seen = now.observed().get(node.id());
            if (seen != null && seen.health() == Health.DOWN && node.wanted() != Lifecycle.REMOVED) {
                down.add(new Away(node.id(), seen.since()));
            }
        }
        away.look(down, moment);
        return down.stream()
                .filter(one -> away.hasLasted(one, grace, moment) && holds(now, one.node))
                .map(Away::node)
                .toList();
    }

    /** Whether a shard has fewer copies in a group than are wanted and the group's nodes could hold. */
    private static boolean lacksCopies(ClusterState state) {
        Map<GroupId, Integer> active = new HashMap<>();
        state.topology().nodes().stream()
                .filter(node -> node.wanted() == Lifecycle.ACTIVE)
                .forEach(node -> active.merge(node.group(), 1, Integer::sum));
        for (IndexEntry entry : state.indexes().values()) {
            int wanted = active.values().stream()
                    .mapToInt(nodes -> Math.min(nodes, entry.stored().replicationFactor()))
                    .sum();
            long held = entry.routes().copies().stream()
                    .filter(copy -> copy.state() != CopyState.LEAVING)
                    .filter(copy -> copy.rank() < entry.stored().replicationFactor())
                    .count();
            if (entry.phase() == IndexEntry.Phase.READY
                    && held < (long) wanted * entry.routes().shards()) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Snapshot now, NodeId node) {
        return now.cluster().indexes().values().stream()
                .anyMatch(e -> e.routes().copies().stream()
                        .anyMatch(c -> c.node().equals(node) && c.state() != CopyState.LEAVING));
    }

    private void replace(Plan plan, List<NodeId> lost) {
        String id = id();
        List<StoredMove> moves = new ArrayList<>();
        for (Plan.Move move : plan.moves()) {
            moves.add(Moves.planned(id, moves.size(), move));
        }
        String names =
                String.join(", ", lost.stream().map(NodeId::value).sorted().toList());
        String title = lost.isEmpty() ? "Build missing copies" : "Rebuild the copies of " + names + " elsewhere";
        begin(operation(id, OperationKind.REREPLICATE, title), moves);
    }
}
