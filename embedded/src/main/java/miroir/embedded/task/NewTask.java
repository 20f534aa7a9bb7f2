package miroir.embedded.task;

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

    NewTask withoutPayload() {
        return new NewTask(
                indexUid, type, details, customMetadata, Operation.of(operation.kind(), operation.arguments()));
    }
}
