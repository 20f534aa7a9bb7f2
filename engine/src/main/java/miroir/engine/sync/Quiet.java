package miroir.engine.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Copy;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.NodeObservation;
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

    /** Waits until no request sent to the copy before can still arrive: from here on, only this writes it. */
    CompletableFuture<Void> unwritten() {
        Instant until = Instant.MIN;
        Copy copy = CopyChanges.copy(sync.entry(), sync.order.shard(), sync.order.target())
                .orElse(null);
        if (copy != null) {
            until = later(until, copy.since().plus(SyncContext.ZOMBIE_BOUND));
            // what a node that hung was sent before, it does when it wakes up
            NodeObservation seen = sync.snapshot().observed().get(sync.order.target());
            until = seen == null ? until : later(until, seen.since().plus(SyncContext.ZOMBIE_BOUND));
        }
        return until.isAfter(sync.now()) && sync.keeps(Safeguard.QUIET)
                ? sync.sleep(Duration.between(sync.now(), until))
                : Sync.done();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Waits until no search is under way that began before the volume was known to hold a copy that must not answer. */
    CompletableFuture<Void> unread() {
        Instant claimed = CopyChanges.copy(sync.entry(), sync.order.shard(), sync.order.target())
                .map(Copy::since)
                .orElse(sync.now());
        return unread(sync.snapshot().version(), claimed.plus(READER_BOUND));
    }

    private CompletableFuture<Void> unread(long version, Instant entered) {
        boolean free = sync.context.readers().noneBefore(version) && !entered.isAfter(sync.now());
        return free || !sync.keeps(Safeguard.READERS_FIRST)
                ? Sync.done()
                : sync.then(sync.sleep(LOOK), () -> unread(version, entered));
    }
}
