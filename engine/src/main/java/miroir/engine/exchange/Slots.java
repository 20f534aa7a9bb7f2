package miroir.engine.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * How many threads may work on requests of one kind at a time. The other requests wait without a thread, in the order in
 * which they came, for some time: a client that sends many at once over each of many connections gets no more than its
 * turn.
 */
final class Slots {
    /** Shorter than the server lets a connection be silent. */
    static final long SECONDS = 20;

    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final int queue;
    private int free;

    /** So many at work, so many waiting. */
    Slots(int number, int queue) {
        this.free = number;
        this.queue = queue;
    }

    private static final class Entry {
        private final Runnable work;
        private final Executor executor;
        private Scheduler.@Nullable Task end;

        Entry(Runnable work, Executor executor) {
            this.work = work;
            this.executor = executor;
        }
    }

    /** Whether there was a free one; it is taken until {@link #leave}. */
    synchronized boolean enter() {
        if (free > 0) {
            free--;
            return true;
        }
        return false;
    }

    /** Does the work in a slot, now or on another thread, or what is done in its place when no slot becomes free. */
    void work(Runnable work, Runnable refused, Components components) {
        Runnable slotted = () -> {
            try {
                work.run();
            } finally {
                leave();
            }
        };
        if (enter()) {
            slotted.run();
        } else if (!await(new Entry(slotted, components.getExecutor()), refused, components)) {
            refused.run();
        }
    }

    private synchronized boolean await(Entry entry, Runnable refused, Components components) {
        if (free > 0) { // became free this moment
            free--;
            entry.executor.execute(entry.work);
            return true;
        }
        if (waiting.size() >= queue) {
            return false;
        }
        waiting.add(entry);
        entry.end = components
                .getScheduler()
                .schedule(
                        () -> {
                            if (takeBack(entry)) {
                                entry.executor.execute(refused);
                            }
                        },
                        SECONDS,
                        TimeUnit.SECONDS);
        return true;
    }

    private synchronized boolean takeBack(Entry entry) {
        return waiting.remove(entry);
    }

    /** A slot is not used any more: it is the next one's. */
    void leave() {
        Entry next = next();
        if (next != null) {
            next.executor.execute(next.work);
        }
    }

    private synchronized @Nullable Entry next() {
        Entry next = waiting.poll();
        if (next == null) {
            free++;
        } else if (next.end != null) {
            next.end.cancel();
        }
        return next;
    }
}
