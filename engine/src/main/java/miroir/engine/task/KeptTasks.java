package miroir.engine.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.engine.api.TaskCounts;
import miroir.engine.state.Cluster;
import miroir.engine.store.Store;
import miroir.engine.store.StoredTask;
import miroir.engine.store.StoredTaskPage;
import miroir.engine.store.TaskFilter;

/**
 * The tasks as clients get to know them: what is told of one is on the disk, and shows wherever else they may look. Any
 * thread but the loop; answers complete at once when nothing is being written.
 */
public final class KeptTasks {
    private final Cluster cluster;

    public KeptTasks(Cluster cluster) {
        this.cluster = cluster;
    }

    /** One task with its parts, if it exists. */
    public CompletableFuture<Optional<StoredTask>> task(long uid) {
        return cluster.read(store -> store.task(uid));
    }

    /** Tasks that match, newest first unless the filter says otherwise, and how many there are. */
    public CompletableFuture<StoredTaskPage> page(TaskFilter filter) {
        return cluster.read(store -> store.tasks(filter));
    }

    /**
     * What those tasks are, without their parts: the first, and of the others as many as have so many characters together.
     * Blocks; fails when the first is not there.
     */
    Map<Long, StoredTask> unfinished(List<Long> uids, long characters) {
        Map<Long, StoredTask> found = new HashMap<>();
        cluster.look(store -> store.tasks(uids, characters)).forEach(task -> found.put(task.uid(), task));
        if (!found.containsKey(uids.get(0))) {
            throw new IllegalStateException("task " + uids.get(0) + " is not in the store");
        }
        return found;
    }

    /** How many have not ended. */
    public CompletableFuture<TaskCounts> counts() {
        return cluster.read(
                store -> new TaskCounts(count(store, TaskStatus.ENQUEUED), count(store, TaskStatus.PROCESSING)));
    }

    private static long count(Store store, TaskStatus status) {
        return store.tasks(TaskFilter.newest(0, null, List.of(status), List.of(), List.of()))
                .total();
    }
}
