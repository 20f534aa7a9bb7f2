package miroir.engine.health;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
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
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Cluster;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.StoredNode;
import miroir.engine.task.NodeWatch;
import miroir.engine.volume.VolumeNaming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes every node once a second and folds what it finds into the node's health. With each probe a node proves that it still
 * holds the identity it was given and that its task list goes on from where it was. Loop thread, but for {@link #failed}.
 */
public final class NodeMonitor implements NodeWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMonitor.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
    private static final Duration MARKED_SOON = Duration.ofMillis(100);

    private final Ports ports;
    private final Cluster cluster;
    private final NodeTasks tasks;
    private final MarkerIndex markers;
    private final NodeProbe probe;
    private final LossProof proof;
    private final Lives lives;
    private final Seniority seniority;
    private final Statistics statistics;
    private final Pipeline pipeline;
    private final Set<NodeId> probing = new HashSet<>();
    private final Set<NodeId> repeat = new HashSet<>();
    private boolean stopped;

    /**
     * A monitor that does not probe yet.
     *
     * @param beginning what nodes must not have seen more than
     * @param statisticsEvery how often what is shown of a node is collected
     */
    public NodeMonitor(
            Ports ports,
            Cluster cluster,
            NodeApi api,
            NodeTasks tasks,
            VolumeNaming naming,
            Beginning beginning,
            Duration statisticsEvery) {
        this.ports = ports;
        this.cluster = cluster;
        this.tasks = tasks;
        this.seniority = new Seniority(ports, cluster, api, naming, beginning);
        tasks.heardBy(seniority::heard);
        this.markers = new MarkerIndex(api, cluster.current().cluster().clusterId());
        this.probe = new NodeProbe(ports, cluster, api, markers, tasks, seniority);
        this.proof = new LossProof(ports, new Identities(cluster), api, markers, tasks);
        this.lives = new Lives(ports, cluster, tasks);
        this.statistics = new Statistics(ports, cluster, api, statisticsEvery);
        this.pipeline = new Pipeline(ports, api, tasks, markers);
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
        if (stopped || cluster.outdated() != null) {
            return;
        }
        cluster.latest().topology().nodes().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .forEach(node -> probe(node.id()));
        ports.loop().after(PROBE_EVERY, this::round);
    }

    /**
     * A request failed: the node is probed now and, unless it was only slow, avoided at once. Any thread.
     *
     * @param late whether all that went wrong is that it took too long
     */
    public void failed(NodeId node, String reason, boolean late) {
        ports.loop().execute(() -> {
            NodeObservation seen = cluster.current().observed().get(node);
            if (seen != null && seen.health() == Health.UP) {
                if (!late) {
                    fold(node, Probe.FAILED, reason);
                }
                again(node);
            }
        });
    }

    /** The node's answers do not fit what it said before: it is probed now. */
    public void doubted(NodeId node) {
        again(node);
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
    public CompletableFuture<Boolean> proves(NodeId node) {
        StoredNode stored = cluster.latest().nodes().get(node);
        Health health = cluster.current().node(node).observed();
        if (stored == null || (health != Health.UP && health != Health.READONLY)) {
            return CompletableFuture.completedFuture(false);
        }
        return probe.look(stored).thenApply(found -> found instanceof Finding.Proven);
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
        Unattended.run(
                probe.look(stored)
                        .thenComposeAsync(found -> settle(stored, found), ports.loop())
                        .whenCompleteAsync((done, failure) -> probed(node), ports.loop()),
                "probing " + node);
    }

    private void probed(NodeId node) {
        probing.remove(node);
        if (repeat.remove(node)) {
            probe(node);
        }
    }

    /** Probes the node now, or once more when the probe under way has ended. */
    private void again(NodeId node) {
        if (probing.contains(node)) {
            repeat.add(node);
        } else {
            probe(node);
        }
    }

    private CompletableFuture<Void> settle(StoredNode asked, Finding found) {
        NodeId node = asked.node().id();
        if (!isStill(asked) || cluster.outdated() != null) {
            return done();
        }
        StoredNode stored = latest(asked);
        if (found instanceof Finding.Proven proven) {
            return proven(stored, proven.told());
        }
        if (found instanceof Finding.Silent silent) {
            fold(node, Probe.FAILED, silent.reason());
            return done();
        }
        if (found instanceof Finding.Unasked) {
            return done();
        }
        if (found instanceof Finding.WrongNode wrong) {
            fold(node, Probe.UNPROVEN, "wrong node: " + wrong.other() + " answers under its address");
            return done();
        }
        if (found instanceof Finding.Foreign) {
            fold(node, Probe.UNPROVEN, NodeObservation.foreign());
            Inquiry.foreign(cluster, node);
            return done();
        }
        if (found instanceof Finding.Unmarked) {
            fold(node, Probe.UNPROVEN, "its identity document is gone");
            return identify(stored);
        }
        if (found instanceof Finding.New) {
            fold(node, Probe.UNPROVEN, "joining");
            return stored.marker() == null ? join(stored) : identify(stored);
        }
        if (found instanceof Finding.Returned returned) {
            fold(node, Probe.UNPROVEN, "has its data again");
            pipeline.forget(node);
            return lives.resume(stored, returned.life().marker()).thenRunAsync(() -> again(node), ports.loop());
        }
        return doubted(stored, ((Finding.Doubtful) found).reason());
    }

    /** Whether the node is in the same life, and where it was when it was asked. */
    private boolean isStill(StoredNode asked) {
        StoredNode now = cluster.latest().nodes().get(asked.node().id());
        return Objects.equals(asked.marker(), now == null ? null : now.marker())
                && (now == null
                        || (now.node().address().equals(asked.node().address())
                                && Objects.equals(now.key(), asked.key())));
    }

    /** What is wanted of it, and what it has to do with former lives, may have changed since it was asked. */
    private StoredNode latest(StoredNode asked) {
        return cluster.latest().nodes().getOrDefault(asked.node().id(), asked);
    }

    private CompletableFuture<Void> doubted(StoredNode stored, String reason) {
        NodeId node = stored.node().id();
        fold(node, Probe.UNPROVEN, reason);
        return proof.of(stored)
                .thenComposeAsync(
                        verdict -> {
                            if (!isStill(stored)) {
                                return done();
                            }
                            if (verdict instanceof LossProof.Verdict.Lost lost) {
                                pipeline.forget(node);
                                return lives.begin(latest(stored), newMarker(), lost.sign(), reason)
                                        .thenRunAsync(() -> again(node), ports.loop());
                            }
                            if (verdict instanceof LossProof.Verdict.Same same) {
                                return tasks.resume(node, same.sign()).thenRunAsync(() -> again(node), ports.loop());
                            }
                            return done();
                        },
                        ports.loop());
    }

    private CompletableFuture<Void> proven(StoredNode stored, boolean told) {
        NodeId node = stored.node().id();
        seniority.admit(node);
        cluster.serve();
        if (!told && seniority.mayTell(node)) {
            Unattended.run(
                    seniority
                            .remembered()
                            .thenComposeAsync(x -> markers.hold(node, seniority.term()), ports.loop())
                            .thenAccept(answer -> {}),
                    "writing the term on " + node);
        }
        TaskRef settled = tasks.watermark(node);
        if (settled == null
                || (settled.uid() == stored.taskUid() && settled.enqueuedAt().equals(stored.taskAt()))) {
            up(stored);
            return done();
        }
        if (stored.taskUid() < 0) {
            return put(stored, settled).thenRunAsync(() -> up(stored), ports.loop());
        }
        up(stored);
        return cluster.storeFailed() ? done() : put(stored, settled);
    }

    private void up(StoredNode seen) {
        NodeId node = seen.node().id();
        boolean wasUp = cluster.current().node(node).observed() == Health.UP;
        pipeline.look(seen);
        String trouble = pipeline.trouble(node);
        fold(node, trouble == null ? Probe.PROVEN : Probe.UNWRITABLE, trouble == null ? "" : trouble);
        statistics.refresh(node, !wasUp);
    }

    private String newMarker() {
        return Long.toHexString(ports.random().nextLong())
                + Long.toHexString(ports.random().nextLong());
    }

    /** Gives a new node its marker, written down first: a late request to write it then does no harm. */
    private CompletableFuture<Void> join(StoredNode stored) {
        StoredNode joining = stored.living(newMarker(), -1, null, stored.former());
        tasks.begin(stored.node().id(), null);
        return change(joining)
                .thenRunAsync(cluster::serve, ports.loop())
                .thenComposeAsync(served -> identify(joining), ports.loop());
    }

    /** Writes the identity document. The node is up with the next probe that finds it. */
    private CompletableFuture<Void> identify(StoredNode stored) {
        NodeId node = stored.node().id();
        return markers.identify(node, String.valueOf(stored.marker()))
                .thenAcceptAsync(
                        answer -> answer.said().ifPresent(ref -> ports.loop().after(MARKED_SOON, () -> again(node))),
                        ports.loop());
    }

    /** Writes down how far the node's tasks are accounted for, unless it has begun another life. */
    private CompletableFuture<Void> put(StoredNode of, TaskRef settled) {
        StoredNode now = cluster.latest().nodes().get(of.node().id());
        return now == null || !Objects.equals(now.marker(), of.marker())
                ? done()
                : change(now.followed(settled.uid(), settled.enqueuedAt()));
    }

    private CompletableFuture<Void> change(StoredNode next) {
        StoredNode now = cluster.latest().nodes().get(next.node().id());
        if (now == null || now.node().wanted() == Lifecycle.REMOVED) {
            return done();
        }
        // what is wanted of the node may have changed since it was asked, and stays
        StoredNode record = next.with(now.node()).keyed(now.key());
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
