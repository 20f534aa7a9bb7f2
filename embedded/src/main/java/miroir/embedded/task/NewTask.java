package miroir.embedded.task;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task to be enqueued.
 *
 * @param type the public type, such as {@code documentAdditionOrUpdate}
 * @param details the details to show until it is done
 */
public record NewTask(
        @Nullable String indexUid,
        String type,
        Map<String, @Nullable Object> details,
        @Nullable String customMetadata,
        Operation operation) {

    /** The uid of its index and, where it renames that, the new one; none when it is about no index. */
    List<String> indexes() {
        String renamed = (String) operation.arguments().get("newUid");
        return indexUid == null ? List.of() : renamed == null ? List.of(indexUid) : List.of(indexUid, renamed);
    }

    NewTask withoutPayload() {
        return new NewTask(
                indexUid, type, details, customMetadata, Operation.of(operation.kind(), operation.arguments()));
    }
}
