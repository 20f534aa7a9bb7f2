package miroir.embedded.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The counts in the details of tasks. */
public final class Details {

    private static final List<String> COUNTS =
            List.of("indexedDocuments", "deletedDocuments", "canceledTasks", "deletedTasks");

    private Details() {}

    /** The details of a task that did nothing. */
    public static Map<String, @Nullable Object> zeroed(Map<String, @Nullable Object> details) {
        Map<String, @Nullable Object> next = new LinkedHashMap<>(details);
        next.replaceAll((name, value) -> COUNTS.contains(name) ? Integer.valueOf(0) : value);
        return next;
    }

    /** The details with one value set. */
    public static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> details, String name, @Nullable Object value) {
        Map<String, @Nullable Object> next = new LinkedHashMap<>(details);
        next.put(name, value);
        return next;
    }
}
