package miroir.engine.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.IndexId;

/** One at a time for each index: at most one copy of an index is switched at a moment. Loop thread. */
final class Turns {
    private final Map<IndexId, Deque<CompletableFuture<Void>>> queues = new HashMap<>();

    /** Completes when it is the caller's turn; every taken turn is given back once. */
    CompletableFuture<Void> take(IndexId index) {
        Deque<CompletableFuture<Void>> queue = queues.computeIfAbsent(index, i -> new ArrayDeque<>());
        CompletableFuture<Void> turn = new CompletableFuture<>();
        queue.add(turn);
        if (queue.size() == 1) {
            turn.complete(null);
        }
        return turn;
    }

    void giveBack(IndexId index) {
        Deque<CompletableFuture<Void>> queue = queues.getOrDefault(index, new ArrayDeque<>());
        queue.poll();
        CompletableFuture<Void> next = queue.peek();
        if (next == null) {
            queues.remove(index);
        } else {
            next.complete(null);
        }
    }
}
