package miroir.engine.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** The tasks that have not ended, and who waits for each of them. Loop thread. */
final class OpenTasks {
    private final TreeSet<Long> open = new TreeSet<>();
    private final Map<Long, List<CompletableFuture<Void>>> waiting = new HashMap<>();

    void opened(long task) {
        open.add(task);
    }

    void ended(long task) {
        open.remove(task);
        List<CompletableFuture<Void>> told = waiting.remove(task);
        if (told != null) {
            told.forEach(end -> end.complete(null));
        }
    }

    /** Whether any of the tasks that the call carries has not ended. */
    boolean anyOf(CallTag call) {
        return call.ranges().stream().anyMatch(range -> {
            Long next = open.ceiling(range.first());
            return next != null && next <= range.last();
        });
    }

    /** Completes when the task ends; at once when it is not open. */
    CompletableFuture<Void> end(long task) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        if (open.contains(task)) {
            waiting.computeIfAbsent(task, uid -> new ArrayList<>(1)).add(end);
        } else {
            end.complete(null);
        }
        return end;
    }

    /** Tells this one nothing any more. */
    void forget(long task, CompletableFuture<Void> end) {
        List<CompletableFuture<Void>> others = waiting.get(task);
        if (others != null) {
            others.removeIf(other -> other == end);
            if (others.isEmpty()) {
                waiting.remove(task);
            }
        }
    }
}
