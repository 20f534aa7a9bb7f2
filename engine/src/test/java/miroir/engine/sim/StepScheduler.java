package miroir.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import miroir.core.time.Moment;
import miroir.engine.state.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs in a simulation, one step after the other on the caller's thread. Each strand keeps the order of
 * its tasks; which strand takes the next step is drawn from the seed. Time passes only when no strand has anything to do.
 */
final class StepScheduler {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final boolean TRACED = Boolean.getBoolean("miroir.trace");

    private final Random random;
    private final ManualClock clock = new ManualClock(START);
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<Strand> ready = new ArrayList<>();
    private Runnable afterEach = () -> {};
    private @Nullable AssertionError wrong;
    /** Nanoseconds since the start. */
    private long now;

    /** Whose step is being taken; null: none, or the world is only looked at. */
    private @Nullable Strand running;
    /** What touched a strand's own things from elsewhere, even if its failure is heard by nobody. */
    private @Nullable IllegalStateException trespass;

    private long timersMade;
    private long taken;

    StepScheduler(Random random) {
        this.random = random;
    }

    ManualClock clock() {
        return clock;
    }

    /** The moment of now. */
    Moment moment() {
        return new Moment(now);
    }

    /** The virtual time that has passed. */
    Duration elapsed() {
        return Duration.ofNanos(now);
    }

    /** How many steps there were so far. */
    long taken() {
        return taken;
    }

    /** Looks at the world after each step from now on, after those who do so already. */
    void afterEach(Runnable look) {
        Runnable others = afterEach;
        afterEach = () -> {
            others.run();
            look.run();
        };
    }

    /** A thread of its own: its tasks run in order. */
    Strand strand() {
        return new Strand();
    }

    /** Runs every task on a strand of its own, like a pool with many threads. */
    void anyTime(Runnable task) {
        strand().execute(task);
    }

    /** Something is wrong, and whoever runs into it might hide it: the next step says so. */
    void fail(AssertionError broken) {
        wrong = wrong == null ? broken : wrong;
    }

    /** Prints what happened now, when histories are traced. */
    void trace(Supplier<String> what) {
        if (TRACED) {
            System.out.println(elapsed().toMillis() + " ms: " + what.get());
        }
    }

    /** Takes one step; false when nothing is left to do, now or later. */
    boolean step() {
        if (ready.isEmpty()) {
            Timer next = timers.poll();
            if (next == null) {
                return false;
            }
            if (next.at > now) {
                now = next.at;
                clock.advanceTo(START.plusNanos(now));
            }
            next.strand.execute(next.task);
        }
        int turn = random.nextInt(ready.size());
        Strand strand = ready.get(turn);
        Runnable task = strand.tasks.remove();
        if (strand.tasks.isEmpty()) {
            ready.remove(turn);
        }
        taken++;
        running = strand;
        try {
            task.run();
        } finally {
            running = null;
        }
        if (trespass != null) {
            throw trespass;
        }
        afterEach.run();
        AssertionError broken = wrong;
        if (broken != null) {
            throw broken;
        }
        return true;
    }

    /** Looks at what belongs to some strand, from outside. */
    <T> T look(Supplier<T> at) {
        Strand before = running;
        running = null;
        try {
            return at.get();
        } finally {
            running = before;
        }
    }

    /** Steps until the condition holds; false when that much virtual time passed without. */
    boolean runUntil(BooleanSupplier condition, Duration atMost) {
        long end = now + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (now > end || !step()) {
                return false;
            }
        }
        return true;
    }

    /** The same for a condition that is costly: it is looked at only now and then. */
    boolean runUntilSeen(BooleanSupplier condition, Duration glance, Duration atMost) {
        long end = now + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (now > end) {
                return false;
            }
            run(glance);
        }
        return true;
    }

    /** Lets that much virtual time pass. */
    void run(Duration time) {
        long end = now + time.toNanos();
        anyTimeAfter(time, () -> {});
        while (now < end && step()) {
            // the step is all there is to do
        }
    }

    void anyTimeAfter(Duration delay, Runnable task) {
        strand().after(delay, task);
    }

    /** Tasks in order, now or later. */
    final class Strand implements Scheduler, Executor {
        private final Deque<Runnable> tasks = new ArrayDeque<>(1);

        @Override
        public void execute(Runnable task) {
            if (tasks.isEmpty()) {
                ready.add(this);
            }
            tasks.add(task);
        }

        @Override
        public void after(Duration delay, Runnable task) {
            timers.add(new Timer(now + delay.toNanos(), timersMade++, this, task));
        }

        @Override
        public boolean isHere() {
            return running == this || running == null;
        }

        @Override
        public void assertHere() {
            try {
                Scheduler.super.assertHere();
            } catch (IllegalStateException e) {
                trespass = e;
                throw e;
            }
        }
    }

    private record Timer(long at, long number, Strand strand, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int order = Long.compare(at, other.at);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }
}
