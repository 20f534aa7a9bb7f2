package miroir.engine.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The tasks that have not ended, and who waits for each of them. Loop thread. */
final class OpenTasks {
    private final Map<Long, List<CompletableFuture<Void>>> waiting = new HashMap<>();

    void opened(long task) {
        waiting.putIfAbsent(task, new ArrayList<>(0));
    }

    void ended(long task) {
        List<CompletableFuture<Void>> told = waiting.remove(task);
        if (told != null) {
            told.forEach(end -> end.complete(null));
        }
    }

    /** Whether any of the tasks that the call carries has not ended. */
    boolean anyOf(CallTag call) {
        return waiting.keySet().stream().anyMatch(call::carries);
    }

    /** Completes when the task ends; at once when it is not open. */
    CompletableFuture<Void> end(long task) {
        List<CompletableFuture<Void>> others = waiting.get(task);
        CompletableFuture<Void> end = new CompletableFuture<>();
        if (others == null) {
            end.complete(null);
        } else {
            others.add(end);
        }
        return end;
    }

    /** Tells this one nothing any more. */
    void forget(long task, CompletableFuture<Void> end) {
        List<CompletableFuture<Void>> others = waiting.get(task);
        if (others != null) {
            others.removeIf(other -> other == end);
        }
    }
}
