package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches a shelf again and again and notes whatever is wrong with an answer. Closing it ends that. */
final class Watcher implements AutoCloseable {
    private static final int PAUSE_MS = 25;

    private final Shelf shelf;
    private final boolean strictly;
    private final long start = System.nanoTime();
    private final Map<String, Seen> wrong = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::look, "watcher");
    private volatile boolean stopped;
    private int searches;

    /** How often something was wrong, and from when to when. */
    private static final class Seen {
        int times;
        long first;
        long last;

        @Override
        public String toString() {
            return times + " times, from " + first + " ms to " + last + " ms";
        }
    }

    /**
     * Starts at once.
     *
     * @param strictly whether each answer has to be whole; else it may say that it is not
     */
    Watcher(Shelf shelf, boolean strictly) {
        this.shelf = shelf;
        this.strictly = strictly;
        thread.start();
    }

    private void look() {
        while (!stopped) {
            note(question());
            ChaosFleet.pause(PAUSE_MS);
        }
    }

    private @Nullable String question() {
        try {
            return shelf.wrong(shelf.search(), strictly);
        } catch (UncheckedIOException lost) {
            return strictly ? "not answered: " + lost : null;
        }
    }

    private synchronized void note(@Nullable String what) {
        searches++;
        if (what != null) {
            long now = Duration.ofNanos(System.nanoTime() - start).toMillis();
            Seen seen = wrong.computeIfAbsent(what, first -> new Seen());
            seen.first = seen.times++ == 0 ? now : seen.first;
            seen.last = now;
        }
    }

    /** Ends it, and fails if anything was wrong. */
    synchronized void sawNothingWrong() {
        stopped = true;
        assertThat(wrong).as("what was wrong in %d searches", searches).isEmpty();
        assertThat(searches).isPositive();
    }

    /** Ends it, and fails if anything was wrong for longer than that. */
    synchronized void sawNothingWrongForLongerThan(Duration most) {
        stopped = true;
        assertThat(wrong.values())
                .as("what was wrong in %d searches: %s", searches, wrong)
                .allMatch(seen -> seen.last - seen.first <= most.toMillis());
        assertThat(searches).isPositive();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
