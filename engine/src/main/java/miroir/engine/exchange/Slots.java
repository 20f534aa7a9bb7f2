package miroir.engine.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How many requests at a time may hold a thread while their body comes; the others wait without one. */
final class Slots {
    private static final int WAITING = 1000;

    private final Deque<Entry> waiting = new ArrayDeque<>();
    private int free;

    Slots(int number) {
        this.free = number;
    }

    /** One that wants in. */
    static final class Entry {
        private final Runnable work;
        private final Executor executor;

        Entry(Runnable work, Executor executor) {
            this.work = work;
            this.executor = executor;
        }
    }

    /** Whether it came in at once; the caller then does the work. */
    synchronized boolean enter() {
        if (free > 0) {
            free--;
            return true;
        }
        return false;
    }

    /** Whether it waits; its work is done when a slot becomes free, unless it is taken back before. */
    synchronized boolean await(Entry entry) {
        return waiting.size() < WAITING && waiting.add(entry);
    }

    /** Whether it was still waiting, and waits no more. */
    synchronized boolean takeBack(Entry entry) {
        return waiting.remove(entry);
    }

    /** One has done its work: the next may. */
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
        }
        return next;
    }
}
