package miroir.engine.operation;

import java.time.Duration;
import java.util.Map;
import miroir.core.topology.NodeId;
import miroir.engine.accept.Acceptance;
import miroir.engine.api.Operator;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.health.Introduction;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Readers;
import miroir.engine.store.Store;
import miroir.engine.store.StoredOperation;
import miroir.engine.sync.Cleaner;
import miroir.engine.sync.Sweeper;
import miroir.engine.sync.SyncPool;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import miroir.engine.write.WorkPlanner;
import org.jspecify.annotations.Nullable;

/** Everything that changes where copies lie, put together. */
public final class Operating {
    private final Ports ports;
    private final Runner runner;
    private final Upkeep upkeep;
    private final Scrub scrub;
    private final Cleaner cleaner;
    private final Sweeper sweeper;
    private final Operations operations;

    /** What it works on. */
    public record Ground(
            Ports ports,
            Cluster cluster,
            TaskService tasks,
            WorkPlanner planner,
            CopyDocuments documents,
            NodeAccess nodes,
            Readers readers) {}

    /**
     * How it works.
     *
     * @param candidates where nodes are registered while they are looked at
     * @param nodeKey the key of nodes that have none of their own
     * @param verifyEvery how often the copies of each index are compared; zero: never
     * @param grace how long a node may be away before its copies are built elsewhere; zero: for ever
     */
    public record Rules(
            Map<NodeId, NodeDirectory.Endpoint> candidates,
            @Nullable String nodeKey,
            Duration grace,
            Duration verifyEvery) {
        /** Without the key, so that no log shows it. */
        @Override
        public String toString() {
            return "Rules[grace=" + grace + ", verifyEvery=" + verifyEvery + "]";
        }
    }

    /** Puts it together on the single values that an earlier process left in the store. */
    public Operating(Ground ground, Rules rules, Map<String, String> meta) {
        this.ports = ground.ports;
        Cluster cluster = ground.cluster;
        PaceMeter meter = new PaceMeter();
        SyncPool pool = new SyncPool(
                ports,
                cluster,
                ground.tasks,
                ground.planner.trackings(),
                ground.documents,
                ground.nodes,
                ground.readers);
        this.runner = new Runner(ports, cluster, pool, meter);
        this.upkeep = new Upkeep(ports, cluster, pool, runner, meter, rules.grace);
        Verification verification =
                new Verification(ports, cluster, ground.tasks, ground.nodes.tasks(), ground.documents, runner);
        this.scrub = new Scrub(ports, cluster, new Scrub.Means(runner, verification), rules.verifyEvery, meta);
        this.cleaner = new Cleaner(ports, cluster, pool, ground.documents, ground.nodes, ground.tasks, ground.readers);
        this.sweeper = new Sweeper(ports, cluster, ground.nodes, ground.planner::nextIndexId);
        this.operations = new Operations(
                ports,
                cluster,
                new Operations.Crew(
                        runner,
                        meter,
                        new Candidates(ports, ground.nodes.api(), cluster, rules.candidates, rules.nodeKey),
                        verification,
                        new Acceptances(
                                ports,
                                cluster,
                                runner,
                                new Acceptance(ports, cluster, ground.documents, ground.nodes, ground.tasks)),
                        new NodeEdits(
                                ports,
                                cluster,
                                new Introduction(
                                        ports, cluster, ground.nodes.api(), ground.nodes.tasks(), rules.candidates),
                                rules.nodeKey),
                        pool::retryNow));
    }

    /** What an operator may do. */
    public Operator operator() {
        return operations;
    }

    /** Goes on with what an earlier process left open in the store, and keeps copies in order from now on. */
    public void start(Store store) {
        for (StoredOperation stored : store.openOperations()) {
            Operation operation = new Operation(stored, store.moves(stored.id()));
            ports.loop().execute(() -> runner.resume(operation));
        }
        runner.start();
        upkeep.start();
        scrub.start();
        cleaner.start();
        sweeper.start();
    }

    /** Looks after nothing any more. */
    public void stop() {
        ports.loop().execute(() -> {
            runner.stop();
            upkeep.stop();
            scrub.stop();
        });
        cleaner.stop();
        sweeper.stop();
    }
}
