package miroir.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import miroir.engine.state.Scheduler;

/**
 * Everything that runs in a simulation, one step after the other on the caller's thread. Each strand keeps the order of
 * its tasks; which strand takes the next step is drawn from the seed. Time passes only when no strand has anything to do.
 */
final class StepScheduler {
    private static final long NANOS = 1_000_000_000;

    private final Random random;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
    private final List<Strand> ready = new ArrayList<>();
    private Runnable afterEach = () -> {};
    private long timersMade;

    StepScheduler(Random random) {
        this.random = random;
    }

    ManualClock clock() {
        return clock;
    }

    /** Looks at the world after each step from now on. */
    void afterEach(Runnable look) {
        afterEach = look;
    }

    /** A thread of its own: its tasks run in order. */
    Strand strand() {
        return new Strand();
    }

    /** Runs every task on a strand of its own, like a pool with many threads. */
    void anyTime(Runnable task) {
        strand().execute(task);
    }

    /** Takes one step; false when nothing is left to do, now or later. */
    boolean step() {
        if (ready.isEmpty()) {
            Timer next = timers.poll();
            if (next == null) {
                return false;
            }
            clock.advanceTo(Instant.ofEpochSecond(next.at / NANOS, next.at % NANOS));
            next.strand.execute(next.task);
        }
        int turn = random.nextInt(ready.size());
        Strand strand = ready.get(turn);
        Runnable task = strand.tasks.remove();
        if (strand.tasks.isEmpty()) {
            ready.remove(turn);
        }
        task.run();
        afterEach.run();
        return true;
    }

    /** Steps until the condition holds; false when that much virtual time passed without. */
    boolean runUntil(BooleanSupplier condition, Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        while (!condition.getAsBoolean()) {
            if (clock.instant().isAfter(end) || !step()) {
                return false;
            }
        }
        return true;
    }

    /** Lets that much virtual time pass. */
    void run(Duration time) {
        Instant end = clock.instant().plus(time);
        anyTimeAfter(time, () -> {});
        while (clock.instant().isBefore(end) && step()) {
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
            timers.add(new Timer(nanos(clock.instant()) + delay.toNanos(), timersMade++, this, task));
        }
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }

    private record Timer(long at, long number, Strand strand, Runnable task) {}
}
