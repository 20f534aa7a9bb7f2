package miroir.engine.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import miroir.engine.store.UnfinishedTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/** What an earlier process left unfinished, in a few bytes a task: there may be very many. */
final class Resumption implements Consumer<UnfinishedTask> {
    /** In the order of their numbers. */
    final List<One> tasks = new ArrayList<>();
    /** The files that they need. */
    final Set<String> payloads = new HashSet<>();

    private final Map<String, String> names = new HashMap<>();

    /**
     * A task.
     *
     * @param newUid the name it gives its index; null: none
     * @param deletes whether it deletes its index
     * @param bytes of its payload
     */
    record One(long uid, String indexUid, @Nullable String newUid, boolean deletes, boolean sent, long bytes) {}

    @Override
    public void accept(UnfinishedTask task) {
        String json = task.request();
        // long ones are an older Miroir's, which kept lists of ids in the row
        TaskRequest request = json == null ? null : TaskRequest.fromJson(json);
        String payload = request == null ? null : request.payload();
        if (payload != null) {
            payloads.add(payload);
        }
        tasks.add(new One(
                task.uid(),
                names.computeIfAbsent(String.valueOf(task.indexUid()), uid -> uid),
                request == null ? null : TaskService.newUid(request),
                request instanceof TaskRequest.DeleteIndex,
                task.started(),
                request == null ? 0 : request.payloadBytes()));
    }
}
