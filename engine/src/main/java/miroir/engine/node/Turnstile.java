package miroir.engine.node;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many exchanges with a node through at once. The others wait in a line of bounded length, first come first
 * served, each as long as its patience lasts; the time of an exchange starts when its turn comes. Any thread.
 */
final class Turnstile {
    private static final CompletableFuture<@Nullable Void> NOW = CompletableFuture.completedFuture(null);

    private final Limit limit;
    private final Timer timer;
    /** Whose turn is still to come, and what ends the wait for the end of their patience. */
    private final Map<CompletableFuture<Boolean>, Runnable> line = new LinkedHashMap<>();

    private int inside;
    private boolean closed;

    Turnstile(Limit limit, Timer timer) {
        this.limit = limit;
        this.timer = timer;
    }

    /**
     * How many are let through.
     *
     * @param connections exchanges at once
     * @param line how many may wait
     */
    record Limit(int connections, int line) {}

    /** Runs something later. */
    @FunctionalInterface
    interface Timer {
        /** Runs the task after the delay, unless what is returned was run before. */
        Runnable after(Duration delay, Runnable task);
    }

    /** Makes the exchange when its turn comes; {@link NodeReply.Busy} when it does not come in time. */
    CompletableFuture<NodeReply> pass(Duration patience, Supplier<CompletableFuture<NodeReply>> exchange) {
        return enter(patience)
                .thenCompose(entered -> entered
                        ? NOW.thenCompose(x -> exchange.get()).whenComplete((reply, failure) -> leave())
                        : CompletableFuture.completedFuture(
                                new NodeReply.Busy("all " + limit.connections + " connections are in use")));
    }

    /** Completes with true when a place was given, with false when none will be. */
    private synchronized CompletableFuture<Boolean> enter(Duration patience) {
        if (inside < limit.connections) {
            inside++;
            return CompletableFuture.completedFuture(true);
        }
        if (closed || patience.isZero() || line.size() >= limit.line) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        line.put(turn, timer.after(patience, () -> giveUp(turn)));
        return turn;
    }

    @SuppressWarnings("CollectionUndefinedEquality") // who waits is told apart by identity
    private void giveUp(CompletableFuture<Boolean> turn) {
        boolean waited;
        synchronized (this) {
            waited = line.remove(turn) != null;
        }
        if (waited) {
            turn.complete(false);
        }
    }

    private void leave() {
        CompletableFuture<Boolean> next = next();
        if (next != null) {
            next.complete(true);
        }
    }

    /** Whose turn it is now; null: nobody waits, and the place is free. */
    private synchronized @Nullable CompletableFuture<Boolean> next() {
        Iterator<Map.Entry<CompletableFuture<Boolean>, Runnable>> waiting =
                line.entrySet().iterator();
        if (!waiting.hasNext()) {
            inside--;
            return null;
        }
        Map.Entry<CompletableFuture<Boolean>, Runnable> first = waiting.next();
        first.getValue().run();
        waiting.remove();
        return first.getKey();
    }

    /** Nobody waits any more. */
    void close() {
        Map<CompletableFuture<Boolean>, Runnable> sentAway;
        synchronized (this) {
            closed = true;
            sentAway = Map.copyOf(line);
            line.clear();
        }
        sentAway.forEach((turn, patience) -> {
            patience.run();
            turn.complete(false);
        });
    }
}
