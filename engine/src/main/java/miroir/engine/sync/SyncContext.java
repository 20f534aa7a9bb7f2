package miroir.engine.sync;

import java.time.Duration;
import java.time.Instant;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.Ports;
import miroir.engine.state.Readers;
import miroir.engine.task.NodeWatch;
import miroir.engine.task.TaskService;
import miroir.engine.write.Trackings;

/**
 * What every sync works with.
 *
 * @param readers of snapshots; a volume takes no new shard while one that does not know of it is read
 * @param fence until then, requests of an earlier process may still arrive at nodes
 */
record SyncContext(
        Ports ports,
        Cluster cluster,
        CopyChanges copies,
        TaskService tasks,
        Trackings trackings,
        CopyDocuments documents,
        NodeWatch nodes,
        Turns holds,
        Readers readers,
        Instant fence) {
    /** How long an abandoned request may still turn into a task on a node. */
    static final Duration ZOMBIE_BOUND = Duration.ofSeconds(2);
}
