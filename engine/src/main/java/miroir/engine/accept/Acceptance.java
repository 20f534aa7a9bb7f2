package miroir.engine.accept;

import java.util.concurrent.CompletableFuture;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.api.Operator;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;

/** Accepts copies of shards that no copy in sync is left of. Loop thread. */
public final class Acceptance {
    private final AcceptedCopy.Means means;

    public Acceptance(Ports ports, Cluster cluster, CopyDocuments documents, NodeAccess nodes, TaskService tasks) {
        this.means =
                new AcceptedCopy.Means(ports, cluster, documents, nodes, tasks, new Remains(ports, cluster, documents));
    }

    /** What is left of shards. */
    public Remains remains() {
        return means.remains();
    }

    /**
     * Believes that copy; completes with the number of its documents once it serves.
     *
     * @param force whether copies in sync that cannot be read, and others that may have more documents, are given up for it
     */
    public CompletableFuture<Long> accept(IndexId index, int shard, NodeId node, Operator.Actor by, boolean force) {
        return new AcceptedCopy(means, index, shard, node, new AcceptedCopy.By(by.who(), by.requestId(), force))
                .accept();
    }
}
