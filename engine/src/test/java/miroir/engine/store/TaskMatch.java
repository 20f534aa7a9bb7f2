package miroir.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The meaning of a task filter without paging, said in Java: the oracle for the SQL. */
final class TaskMatch {
    private TaskMatch() {}

    static Predicate<StoredTask> of(TaskFilter filter) {
        return task -> in(filter.uids(), task.uid())
                && in(filter.canceledBy(), task.canceledBy())
                && in(filter.types(), task.type())
                && in(filter.statuses(), task.status())
                && in(filter.indexUids(), task.indexUid())
                && between(filter.afterEnqueuedAt(), task.enqueuedAt(), filter.beforeEnqueuedAt())
                && between(filter.afterStartedAt(), task.startedAt(), filter.beforeStartedAt())
                && between(filter.afterFinishedAt(), task.finishedAt(), filter.beforeFinishedAt());
    }

    private static <T> boolean in(@Nullable List<T> wanted, @Nullable T value) {
        return wanted == null || (value != null && wanted.contains(value));
    }

    private static boolean between(@Nullable Instant after, @Nullable Instant value, @Nullable Instant before) {
        if (after == null && before == null) {
            return true;
        }
        return value != null && (after == null || value.isAfter(after)) && (before == null || value.isBefore(before));
    }
}
