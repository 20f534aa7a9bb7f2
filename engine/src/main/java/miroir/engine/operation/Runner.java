package miroir.engine.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import miroir.core.copy.SyncOrder;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.time.Moment;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.sync.SyncPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries operations out: gives their moves to the pool, writes down how they stand, ends them. Loop thread. */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final String INTERRUPTED = "Miroir was restarted meanwhile; order it again.";
    private static final Duration TICK = Duration.ofMillis(500);

    private final Ports ports;
    private final Cluster cluster;
    private final SyncPool pool;
    private final PaceMeter meter;
    /** By id, until it shows that they have ended. */
    private final Map<String, Operation> known = new ConcurrentSkipListMap<>();

    private final Completion completion;
    private boolean stopped;

    Runner(Ports ports, Cluster cluster, SyncPool pool, PaceMeter meter) {
        this.ports = ports;
        this.cluster = cluster;
        this.pool = pool;
        this.meter = meter;
        this.completion = new Completion(ports, cluster, this, meter);
    }

    void start() {
        ports.loop().execute(this::tick);
    }

    void stop() {
        stopped = true;
    }

    /** Operations that have not ended. */
    List<Operation> open() {
        return known.values().stream().filter(Operation::isOpen).toList();
    }

    /** Whether one of that kind is open. */
    boolean isOpen(OperationKind kind) {
        return open().stream().anyMatch(o -> o.kind() == kind);
    }

    /** By id, those of which more is known than is written down; any thread. */
    Map<String, Operation> known() {
        return Map.copyOf(known);
    }

    /** Carries on with an operation that is stored already. */
    void run(Operation operation) {
        ports.loop().assertHere();
        known.put(operation.id(), operation);
        limit();
        for (StoredMove move : operation.moves()) {
            if (!move.phase().isOver()) {
                submit(operation, move);
            }
        }
    }

    /** Carries on with what an earlier process left open; what is no moves cannot be: its order has to be given again. */
    void resume(Operation operation) {
        run(operation);
        if (operation.kind().isOneRun()) {
            Notes last = operation.notes().in("done").with(operation.notes().result(), INTERRUPTED);
            Unattended.run(end(operation, OperationStatus.FAILED, last, Map.of()), "ending what was interrupted");
        }
    }

    /** Adds a move to an operation that is under way. */
    CompletableFuture<Void> add(Operation operation, StoredMove move) {
        ports.loop().assertHere();
        operation.add(move);
        return cluster.write(List.of(new Change.PutMoves(List.of(move)))).thenRun(() -> submit(operation, move));
    }

    void limit() {
        ports.loop().assertHere();
        pool.most(open().stream()
                .mapToInt(o -> o.notes().throttle().concurrentMoves())
                .max()
                .orElse(Operation.usual().concurrentMoves()));
    }

    private void submit(Operation operation, StoredMove move) {
        MoveControl control = new MoveControl(this, ports, operation, move.number());
        SyncOrder order = new SyncOrder(
                move.indexId(),
                move.shard(),
                move.source(),
                move.target(),
                group(move.target()),
                move.rank(),
                urgency(operation.kind()));
        Unattended.run(
                pool.submit(order, control)
                        .handleAsync(
                                (done, failure) -> {
                                    ended(operation, move.number(), failure == null, control.began());
                                    return null;
                                },
                                ports.loop()),
                "a move of operation " + operation.id());
    }

    private GroupId group(NodeId node) {
        return cluster.latest().topology().node(node).map(Node::group).orElse(new GroupId(0));
    }

    private static int urgency(OperationKind kind) {
        return switch (kind) {
            case REREPLICATE -> 0;
            case RESYNC, REPAIR -> 1;
            case TOPOLOGY, VERIFY, ACCEPT -> 2;
        };
    }

    private void ended(Operation operation, int number, boolean committed, Moment from) {
        if (!committed) {
            operation.move(number, MovePhase.CANCELED);
        } else if (operation.moves().get(number).attempts() > 0) {
            meter.made(
                    operation.moves().get(number).documents(),
                    from.until(ports.ticker().now()));
        }
        write(operation, number);
    }

    /** Writes a move down, without waiting for it: a restart compares anyway. */
    void write(Operation operation, int number) {
        ports.loop().assertHere();
        if (operation.isOpen()) {
            Unattended.run(
                    cluster.write(List.of(
                            new Change.PutMoves(List.of(operation.moves().get(number))))),
                    "writing a move down");
        }
    }

    private void tick() {
        ports.loop().assertHere();
        if (stopped) {
            return;
        }
        Set<Place> held = new HashSet<>();
        for (IndexEntry entry : cluster.latest().indexes().values()) {
            for (Copy copy : entry.routes().copies()) {
                if (copy.state() == CopyState.LEAVING) {
                    held.add(new Place(entry.stored().id().value(), copy.shard(), copy.node()));
                }
            }
        }
        for (Operation operation : open()) {
            if (!operation.kind().isOneRun()) {
                advance(operation, held);
            }
        }
        ports.loop().after(TICK, this::tick);
    }

    private record Place(long index, int shard, NodeId node) {}

    private void advance(Operation operation, Set<Place> held) {
        boolean over = true;
        for (StoredMove move : List.copyOf(operation.moves())) {
            boolean committed = move.phase() == MovePhase.COMMITTED || move.phase() == MovePhase.CLEANING;
            if (committed) {
                NodeId source = move.source();
                boolean left = source == null
                        || !held.contains(new Place(move.indexId().value(), move.shard(), source));
                MovePhase phase = left ? MovePhase.DONE : MovePhase.CLEANING;
                if (phase != move.phase()) {
                    operation.move(move.number(), phase);
                    write(operation, move.number());
                }
            }
            over &= move.phase().isOver();
        }
        if (over && operation.status() == OperationStatus.RUNNING) {
            completion.advance(operation);
        } else {
            operation.enter(operation.status() == OperationStatus.PAUSED ? "paused" : "building copies");
        }
    }

    /** Ends an operation, durably, together with what is wanted of nodes from now on. */
    CompletableFuture<Void> end(
            Operation operation, OperationStatus status, Notes last, Map<NodeId, Lifecycle> wanted) {
        ports.loop().assertHere();
        StoredOperation ended = operation.end(status, last, ports.clock().instant());
        limit();
        Integer rf = status == OperationStatus.CANCELED ? last.replicationFactorBefore() : null;
        TopologyChange change = TopologyChange.of(cluster.latest(), wanted, rf);
        List<Change> changes = new ArrayList<>(change.changes());
        changes.add(new Change.PutOperation(ended));
        if (!operation.moves().isEmpty()) {
            changes.add(new Change.PutMoves(List.copyOf(operation.moves())));
        }
        LOG.info("operation {} {}: {}", ended.id(), ended.title(), status);
        return cluster.change(change.effect(), changes).thenRun(() -> known.remove(ended.id()));
    }

    /** Writes an operation's row down. */
    CompletableFuture<Void> write(Operation operation) {
        return cluster.write(List.of(new Change.PutOperation(operation.stored())));
    }
}
