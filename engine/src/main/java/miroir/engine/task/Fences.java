package miroir.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Counts what was started and has ended, in order, and tells who waits for what was started before. Loop thread. */
final class Fences {
    private final List<Fence> waiting = new ArrayList<>();
    private long started;
    private long ended;

    void started() {
        started++;
    }

    void ended() {
        ended++;
        List<Fence> passed =
                waiting.stream().filter(fence -> fence.target <= ended).toList();
        waiting.removeAll(passed);
        passed.forEach(fence -> fence.passed.complete(null));
    }

    /** Completes when everything that was started up to now has ended. */
    CompletableFuture<Void> fence() {
        Fence fence = new Fence(started, new CompletableFuture<>());
        if (ended >= started) {
            fence.passed.complete(null);
        } else {
            waiting.add(fence);
        }
        return fence.passed;
    }

    private record Fence(long target, CompletableFuture<Void> passed) {}
}
