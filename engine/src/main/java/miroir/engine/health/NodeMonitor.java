package miroir.engine.health;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import miroir.core.health.HealthRule;
import miroir.core.health.HealthRule.Probe;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.core.topology.NodeState;
import miroir.engine.node.NodeReply;
import miroir.engine.node.Purpose;
import miroir.engine.state.Cluster;
import miroir.engine.state.Demotion;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.StoredNode;
import miroir.engine.task.NodeWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes every node once a second and folds what it finds into the node's health. A node proves with each probe that it
 * still holds the marker it was given when it joined; one that lost it has lost its data, and all its copies with it.
 * Loop thread, but for {@link #failed}.
 */
public final class NodeMonitor implements NodeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMonitor.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

    private final Ports ports;
    private final Cluster cluster;
    private final Demotion demotion;
    private final NodeIdentity identity;
    private final Statistics statistics;
    private final Pipeline pipeline;
    private final Set<NodeId> probing = new HashSet<>();
    private final Set<NodeId> repeat = new HashSet<>();
    private final Map<NodeId, Long> floors = new HashMap<>();
    private boolean stopped;

    /**
     * A monitor that does not probe yet.
     *
     * @param statisticsEvery how often what is shown of a node is collected
     */
    public NodeMonitor(Ports ports, Cluster cluster, Duration statisticsEvery) {
        this.ports = ports;
        this.cluster = cluster;
        this.demotion = new Demotion(cluster);
        this.identity = new NodeIdentity(ports, cluster.current().cluster().clusterId());
        this.statistics = new Statistics(ports, cluster, statisticsEvery);
        this.pipeline = new Pipeline(ports, identity);
    }

    /** Probes all nodes now and from now on. */
    public void start() {
        ports.loop().execute(this::round);
    }

    /** Stops probing. */
    public void stop() {
        ports.loop().execute(() -> stopped = true);
    }

    private void round() {
        if (stopped) {
            return;
        }
        cluster.latest().topology().nodes().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .forEach(node -> probe(node.id()));
        ports.loop().after(PROBE_EVERY, this::round);
    }

    /** A request failed: the node is probed now and, unless it was only slow, avoided at once. Any thread. */
    public void failed(NodeId node, NodeReply reply) {
        ports.loop().execute(() -> {
            NodeObservation seen = cluster.current().observed().get(node);
            if (seen != null && seen.health() == Health.UP) {
                if (!reply.late()) {
                    fold(node, Probe.FAILED, NodeIdentity.describe(reply));
                }
                probe(node);
            }
        });
    }

    @Override
    public boolean down(NodeId node) {
        NodeState seen = cluster.current().node(node);
        Health health = seen.observed();
        // a node that was removed while one of its indexes was being deleted is not asked any more
        return seen.wanted() == Lifecycle.REMOVED
                || health == Health.DOWN
                || health == Health.RETURNING
                || health == Health.READONLY;
    }

    @Override
    public boolean known(NodeId node) {
        return cluster.current().node(node).observed() != Health.UNKNOWN;
    }

    @Override
    public Before before(NodeId node) {
        StoredNode stored = cluster.latest().nodes().get(node);
        return new Before(node, stored == null ? null : stored.marker(), floor(node));
    }

    @Override
    public boolean rises(Before before, long uid) {
        NodeId node = before.node();
        if (uid <= before.floor()) {
            wentBack(before);
            return false;
        }
        if (Objects.equals(before.marker(), before(node).marker())) {
            floors.merge(node, uid, Math::max);
        }
        return true;
    }

    /** By the next probe its uids may have caught up: what it gave now is the proof, and outlives this process. */
    private void wentBack(Before before) {
        NodeId node = before.node();
        StoredNode stored = cluster.latest().nodes().get(node);
        // an answer from before it was taken in anew says nothing new
        if (stored == null || !Objects.equals(before.marker(), stored.marker())) {
            return;
        }
        fold(node, Probe.UNPROVEN, "gave a task uid that it had given before");
        floors.put(node, StoredNode.WENT_BACK);
        if (stored.maxTaskUid() == StoredNode.WENT_BACK) {
            return;
        }
        Unattended.run(
                put(new StoredNode(stored.node(), stored.key(), stored.marker(), StoredNode.WENT_BACK))
                        .thenRunAsync(() -> again(node), ports.loop()),
                "writing down that a node went back");
    }

    private long floor(NodeId node) {
        StoredNode stored = cluster.latest().nodes().get(node);
        return Math.max(floors.getOrDefault(node, -1L), stored == null ? -1 : stored.maxTaskUid());
    }

    @Override
    public CompletableFuture<Boolean> proves(NodeId node) {
        StoredNode stored = cluster.latest().nodes().get(node);
        Health health = cluster.current().node(node).observed();
        if (stored == null || (health != Health.UP && health != Health.READONLY)) {
            return CompletableFuture.completedFuture(false);
        }
        long floor = floor(node);
        return identity.check(stored, Purpose.COPY)
                .thenApplyAsync(
                        found -> found.kind() == NodeIdentity.Kind.PROVEN && found.maxTask() >= floor, ports.loop());
    }

    @Override
    public void refusesWrites(NodeId node, String reason) {
        ports.loop().assertHere();
        pipeline.refused(node, reason);
        if (cluster.current().node(node).observed() == Health.UP) {
            fold(node, Probe.UNWRITABLE, reason);
        }
    }

    private void probe(NodeId node) {
        StoredNode stored = cluster.latest().nodes().get(node);
        if (stored == null || !probing.add(node)) {
            return;
        }
        long floor = floor(node);
        Unattended.run(
                identity.check(stored, Purpose.PROBE)
                        .thenComposeAsync(found -> settle(stored, found, floor), ports.loop())
                        .whenCompleteAsync((done, failure) -> probed(node), ports.loop()),
                "probing " + node);
    }

    private void probed(NodeId node) {
        probing.remove(node);
        if (repeat.remove(node)) {
            probe(node);
        }
    }

    private CompletableFuture<Void> settle(StoredNode stored, NodeIdentity.Finding finding, long floor) {
        NodeId node = stored.node().id();
        switch (finding.kind()) {
            case UNASKED -> {
                return done();
            }
            case FAILED -> {
                fold(node, Probe.FAILED, finding.reason());
                return done();
            }
            case FOREIGN -> {
                fold(node, Probe.UNPROVEN, finding.reason());
                return done();
            }
            case BLANK -> {
                return blank(stored);
            }
            case PROVEN -> {
                return proven(stored, finding, floor);
            }
        }
        return done();
    }

    private CompletableFuture<Void> blank(StoredNode stored) {
        if (stored.marker() == null) {
            return join(stored);
        }
        // a marker that was never seen on the node is still to be written: it held nothing of value yet
        return stored.maxTaskUid() < 0 ? mark(stored) : lost(stored).thenComposeAsync(x -> join(stored), ports.loop());
    }

    private CompletableFuture<Void> proven(StoredNode stored, NodeIdentity.Finding finding, long floor) {
        NodeId node = stored.node().id();
        if (finding.maxTask() < floor || floor(node) == StoredNode.WENT_BACK) {
            LOG.warn("node {} went back: an old backup; its highest task is {}", node, finding.maxTask());
            return lost(stored).thenComposeAsync(x -> join(stored), ports.loop());
        }
        StoredNode seen = new StoredNode(stored.node(), stored.key(), stored.marker(), finding.maxTask());
        if (stored.maxTaskUid() < 0) {
            return put(seen).thenRunAsync(() -> up(seen), ports.loop());
        }
        up(seen);
        return finding.maxTask() == stored.maxTaskUid() || cluster.storeFailed() ? done() : put(seen);
    }

    private void up(StoredNode seen) {
        NodeId node = seen.node().id();
        boolean wasUp = cluster.current().node(node).observed() == Health.UP;
        floors.merge(node, seen.maxTaskUid(), Math::max);
        pipeline.look(seen);
        String trouble = pipeline.trouble(node);
        fold(node, trouble == null ? Probe.PROVEN : Probe.UNWRITABLE, trouble == null ? "" : trouble);
        statistics.refresh(node, !wasUp);
    }

    /** Gives a blank node a new marker, written down first: a late request to write it then does no harm. */
    private CompletableFuture<Void> join(StoredNode stored) {
        String marker = Long.toHexString(ports.random().nextLong())
                + Long.toHexString(ports.random().nextLong());
        floors.remove(stored.node().id());
        pipeline.forget(stored.node().id());
        StoredNode joining = new StoredNode(stored.node(), stored.key(), marker, -1);
        return put(joining).thenComposeAsync(x -> mark(joining), ports.loop());
    }

    /** Writes the marker. The node is up with the next probe, which finds it. */
    private CompletableFuture<Void> mark(StoredNode joining) {
        NodeId node = joining.node().id();
        fold(node, Probe.UNPROVEN, "joining");
        return identity.mark(joining, String.valueOf(joining.marker()))
                .thenAcceptAsync(
                        marked -> {
                            if (marked) {
                                again(node);
                            }
                        },
                        ports.loop());
    }

    /** Probes the node now, or once more when the probe under way has ended. */
    private void again(NodeId node) {
        if (probing.contains(node)) {
            repeat.add(node);
        } else {
            probe(node);
        }
    }

    /** The node lost its data: none of its copies may serve, not even last ones. */
    private CompletableFuture<Void> lost(StoredNode stored) {
        NodeId node = stored.node().id();
        Instant now = ports.clock().instant();
        LOG.warn("node {} lost its data; its copies are stale", node);
        fold(node, Probe.UNPROVEN, "lost its data");
        CompletableFuture<Void> all = done();
        for (IndexEntry entry : List.copyOf(cluster.latest().indexes().values())) {
            all = all.thenComposeAsync(
                    x -> demotion.demote(
                            entry.stored().id(),
                            copy -> copy.node().equals(node),
                            true,
                            new Demotion.Reason("node " + node + " lost its data", now)),
                    ports.loop());
        }
        return all;
    }

    /** Writes down what was learnt of a node. What is wanted of it may have changed since it was asked, and stays. */
    private CompletableFuture<Void> put(StoredNode learnt) {
        StoredNode now = cluster.latest().nodes().get(learnt.node().id());
        if (now == null || now.node().wanted() == Lifecycle.REMOVED) {
            return done();
        }
        StoredNode record = new StoredNode(now.node(), now.key(), learnt.marker(), learnt.maxTaskUid());
        return cluster.change(state -> state.withNode(record), List.of(new Change.PutNode(record)));
    }

    private void fold(NodeId node, Probe probe, String reason) {
        Instant now = ports.clock().instant();
        UnaryOperator<NodeObservation> change = before -> {
            HealthRule.State next = HealthRule.fold(new HealthRule.State(before.health(), before.streak()), probe);
            boolean changed = next.health() != before.health();
            if (changed) {
                LOG.info("node {} is {}{}", node, next.health(), reason.isEmpty() ? "" : ": " + reason);
            }
            return new NodeObservation(
                    next.health(),
                    changed ? now : before.since(),
                    probe == Probe.FAILED ? before.lastSeen() : now,
                    next.failures(),
                    reason,
                    probe == Probe.PROVEN || probe == Probe.UNWRITABLE,
                    before.version(),
                    before.bytes(),
                    before.volumes());
        };
        cluster.observe(node, change, NodeObservation.unknown(now));
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
