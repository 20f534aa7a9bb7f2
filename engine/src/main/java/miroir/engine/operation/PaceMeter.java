package miroir.engine.operation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import miroir.core.plan.Present;

/** How fast copies were built lately: what a plan's estimate is based on. Loop thread. */
final class PaceMeter {
    private static final int REMEMBERED = 50;
    private static final double SLOW_GUESS = 400;
    private static final double FAST_GUESS = 4000;
    private static final long FIXED_GUESS = 800;
    /** Fewer documents than this say more about what a move costs by itself. */
    private static final long TELLING = 200;

    private final Deque<Made> made = new ArrayDeque<>();

    private record Made(long documents, Duration took) {}

    void made(long documents, Duration took) {
        made.addLast(new Made(documents, took));
        if (made.size() > REMEMBERED) {
            made.removeFirst();
        }
    }

    Present.Pace pace(int concurrentMoves) {
        if (made.isEmpty()) {
            return new Present.Pace(
                    SLOW_GUESS, FAST_GUESS, FIXED_GUESS, concurrentMoves, "a guess: no copy was built since the start");
        }
        long fixed = (long) made.stream()
                .mapToLong(m -> m.took.toMillis())
                .sorted()
                .limit(Math.max(1, made.size() / 4))
                .average()
                .orElse(FIXED_GUESS);
        long documents = made.stream().mapToLong(Made::documents).sum();
        long millis =
                Math.max(1, made.stream().mapToLong(m -> m.took.toMillis()).sum());
        boolean telling = documents / made.size() >= TELLING;
        double rate = 1000.0 * documents / millis;
        return new Present.Pace(
                telling ? rate / 2 : SLOW_GUESS,
                telling ? rate * 2 : FAST_GUESS,
                fixed,
                concurrentMoves,
                "the last " + made.size() + (made.size() == 1 ? " copy" : " copies") + " built");
    }
}
