package miroir.engine.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the console may read. Every answer is an immutable value of one moment; no call has side effects, and all but
 * {@link #search} answer from Miroir's own memory and store, never from a node, so a hung node cannot slow a page. What
 * comes from the store is on the disk, and all of it shows in the cluster: a call may wait for that, {@link #cluster}
 * never does.
 */
public interface EngineView {
    /** The whole cluster as of one version. */
    ClusterPicture cluster();

    /** The tasks that have not ended. */
    TaskCounts openTasks();

    /** Tasks, newest first. */
    TaskPage tasks(TaskQuery query);

    /** One task with its parts. */
    Optional<TaskPicture> task(long uid);

    /** The newest audit rows, newest first. */
    List<AuditEntry> audit(int limit);

    /**
     * Runs a search as a client would.
     *
     * @param indexUid the index
     * @param body the JSON body of POST /indexes/{uid}/search
     */
    CompletableFuture<SearchReply> search(String indexUid, byte[] body);
}
