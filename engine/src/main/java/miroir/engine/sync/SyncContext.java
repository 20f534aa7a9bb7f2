package miroir.engine.sync;

import miroir.engine.copy.CopyDocuments;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.Ports;
import miroir.engine.state.Readers;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import miroir.engine.write.Trackings;

/**
 * What every sync works with.
 *
 * @param readers of snapshots; a volume takes no new shard while one that does not know of it is read
 */
record SyncContext(
        Ports ports,
        Cluster cluster,
        CopyChanges copies,
        TaskService tasks,
        Trackings trackings,
        CopyDocuments documents,
        NodeAccess nodes,
        Turns holds,
        Readers readers) {}
