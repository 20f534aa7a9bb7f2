package miroir.embedded.task;

import java.util.Map;
import miroir.embedded.error.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task.
 *
 * @param details its final details
 * @param error why it failed, or null
 * @param rename the index that it renamed, or null; a task can have renamed one and failed then
 */
public record Outcome(
        Map<String, @Nullable Object> details,
        @Nullable ApiException error,
        @Nullable Rename rename) {

    /** A success. */
    public static Outcome of(Map<String, @Nullable Object> details) {
        return new Outcome(details, null, null);
    }

    /** A failure. */
    public static Outcome failed(Map<String, @Nullable Object> details, ApiException error) {
        return new Outcome(Details.zeroed(details), error, null);
    }
}
