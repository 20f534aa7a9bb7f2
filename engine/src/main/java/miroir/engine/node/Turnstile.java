package miroir.engine.node;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many exchanges with a node through at once. The others wait in a line of bounded length, first come first
 * served, each as long as its patience lasts; the time of an exchange starts when its turn comes. Any thread.
 */
final class Turnstile {
    private final Limit limit;
    private final Timer timer;
    private final Set<Visit> line = new LinkedHashSet<>();
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

    /** One request on its way through. */
    private static final class Visit {
        final Supplier<CompletableFuture<NodeReply>> exchange;
        final CompletableFuture<NodeReply> reply = new CompletableFuture<>();

        private @Nullable Runnable patience;

        Visit(Supplier<CompletableFuture<NodeReply>> exchange) {
            this.exchange = exchange;
        }

        void stopWaiting() {
            if (patience != null) {
                patience.run();
            }
        }

        void busy(String reason) {
            reply.complete(new NodeReply.Busy(reason));
        }
    }

    /** Where a visit is put when it comes. */
    private enum Place {
        INSIDE,
        IN_LINE,
        NONE
    }

    /** Makes the exchange when its turn comes; {@link NodeReply.Busy} when it does not come in time. */
    CompletableFuture<NodeReply> pass(Duration patience, Supplier<CompletableFuture<NodeReply>> exchange) {
        Visit visit = new Visit(exchange);
        switch (place(visit, patience)) {
            case INSIDE -> run(visit);
            case NONE -> visit.busy("all " + limit.connections + " connections are in use");
            case IN_LINE -> {}
        }
        return visit.reply;
    }

    private synchronized Place place(Visit visit, Duration patience) {
        if (inside < limit.connections) {
            inside++;
            return Place.INSIDE;
        }
        if (closed || patience.isZero() || line.size() >= limit.line) {
            return Place.NONE;
        }
        line.add(visit);
        visit.patience = timer.after(patience, () -> giveUp(visit));
        return Place.IN_LINE;
    }

    private void run(Visit visit) {
        exchange(visit).whenComplete((reply, failure) -> {
            leave();
            if (failure == null) {
                visit.reply.complete(reply);
            } else {
                visit.reply.completeExceptionally(failure);
            }
        });
    }

    private static CompletableFuture<NodeReply> exchange(Visit visit) {
        try {
            return visit.exchange.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void leave() {
        Visit next = next();
        if (next != null) {
            run(next);
        }
    }

    /** The visit whose turn it is now; null: nobody waits, and the place is free. */
    private synchronized @Nullable Visit next() {
        Iterator<Visit> waiting = line.iterator();
        if (!waiting.hasNext()) {
            inside--;
            return null;
        }
        Visit next = waiting.next();
        waiting.remove();
        next.stopWaiting();
        return next;
    }

    private void giveUp(Visit visit) {
        boolean waited;
        synchronized (this) {
            waited = line.remove(visit);
        }
        if (waited) {
            visit.busy("none of " + limit.connections + " connections came free in time");
        }
    }

    /** Nobody waits any more. */
    void close() {
        List<Visit> sentAway;
        synchronized (this) {
            closed = true;
            sentAway = List.copyOf(line);
            line.clear();
        }
        for (Visit visit : sentAway) {
            visit.stopWaiting();
            visit.busy("the client is closed");
        }
    }
}
