package miroir.engine.sync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Volume;
import miroir.core.time.Moment;
import miroir.engine.state.Safeguard;

/** What the building of a copy waits for before it writes: nobody else may write there, nor read as if it were not there. */
final class Quiet {
    /** More than a search needs from taking its snapshot to being counted as its reader. */
    private static final Duration READER_BOUND = Duration.ofMillis(250);

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Sync sync;

    Quiet(Sync sync) {
        this.sync = sync;
    }

    /** Waits until nothing that was sent to the volume before can still arrive: from here on, only this writes the copy. */
    CompletableFuture<Void> unwritten() {
        return sync.context.nodes().fence().quiet(volume());
    }

    /** Whether that still holds. */
    boolean isUnwritten() {
        return sync.context.nodes().fence().isQuiet(volume());
    }

    private Volume volume() {
        return new Volume(sync.order.target(), sync.order.index(), sync.order.rank());
    }

    /** Waits until no search is under way that began before the volume was known to hold a copy that must not answer. */
    CompletableFuture<Void> unread() {
        return unread(sync.snapshot().version(), sync.moment().plus(READER_BOUND));
    }

    private CompletableFuture<Void> unread(long version, Moment entered) {
        boolean free = sync.context.readers().noneBefore(version) && !entered.isAfter(sync.moment());
        return free || !sync.keeps(Safeguard.READERS_FIRST)
                ? Sync.done()
                : sync.then(sync.sleep(LOOK), () -> unread(version, entered));
    }
}
