package miroir.embedded.task;

import java.util.Map;
import miroir.embedded.error.ApiException;
import org.jspecify.annotations.Nullable;

/** The result of a task: its final details and, when it failed, the error. */
public record Outcome(
        Map<String, @Nullable Object> details, @Nullable ApiException error) {

    /** A success. */
    public static Outcome of(Map<String, @Nullable Object> details) {
        return new Outcome(details, null);
    }
}
