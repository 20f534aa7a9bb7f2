package miroir.engine.adopt;

import java.util.Locale;
import java.util.function.Predicate;
import miroir.engine.store.UnfinishedTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * A task that had not ended in what is left of Miroir's own state.
 *
 * @param index uid of the index it works on; empty: none
 * @param kind what it is to do; empty: its request is long
 * @param newUid the name it gives its index; null: none
 * @param payload name of the file it needs; null: none
 * @param whole whether that file is there, if it needs one
 * @param documents that it carries or names
 */
public record LeftTask(
        long uid,
        String index,
        String kind,
        @Nullable String newUid,
        @Nullable String payload,
        boolean whole,
        long documents) {

    /** As the store names it; the other says which payloads are there. */
    public static LeftTask of(UnfinishedTask task, Predicate<String> isThere) {
        String json = task.request();
        TaskRequest request = json == null ? null : TaskRequest.fromJson(json);
        String payload = request == null ? null : request.payload();
        return new LeftTask(
                task.uid(),
                task.indexUid() == null ? "" : task.indexUid(),
                kind(request),
                request instanceof TaskRequest.UpdateIndex update ? update.newUid() : null,
                payload,
                payload == null || isThere.test(payload),
                documents(request));
    }

    private static String kind(@Nullable TaskRequest request) {
        if (request == null) {
            return "";
        }
        if (request instanceof TaskRequest.WriteDocuments write) {
            return write.method().equals("PUT") ? "updateDocuments" : "addDocuments";
        }
        if (request instanceof TaskRequest.Spooled spooled) {
            return spooled.kind();
        }
        String name = request.getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static long documents(@Nullable TaskRequest request) {
        return request instanceof TaskRequest.WriteDocuments write
                ? write.received()
                : request instanceof TaskRequest.DeleteDocuments delete
                        ? delete.ids().size()
                        : 0;
    }
}
