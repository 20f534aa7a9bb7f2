package miroir.engine.exchange;

import java.time.Duration;

/**
 * Whether a client keeps up. For each second that is waited for it, it owes {@link #RATE} bytes, and may be {@link #GRACE}
 * behind with them; what it is early with does not count. There may be a time by which all must have come, too. Time in
 * which nothing is waited for, because Miroir is busy, costs it nothing.
 */
final class Pace {
    /** Bytes a second, less than any line that is in use. */
    static final long RATE = 2048;

    /** Shorter than the server lets a connection be silent. */
    static final Duration GRACE = Duration.ofSeconds(20);

    private static final long NEVER = Long.MAX_VALUE;
    private static final long SECOND = 1_000_000_000L;

    private final long end;
    private long behind;
    private long since;
    private boolean waiting;

    /** Without a time by which all must have come. */
    Pace() {
        this.end = NEVER;
    }

    /** All must come within that time from now. */
    Pace(long now, Duration most) {
        this.end = now + most.toNanos();
    }

    /** From now on it is waited for. */
    synchronized void begin(long now) {
        waiting = true;
        since = now;
    }

    /** It sent or took so many bytes. */
    synchronized void progress(long now, long bytes) {
        behind = Math.max(0, behind(now) - bytes * SECOND / RATE);
        waiting = false;
    }

    /** Nanoseconds that it may still be waited for; 0 or less: too slow; a maximum while it is not waited for. */
    synchronized long left(long now) {
        if (!waiting) {
            return NEVER;
        }
        long left = GRACE.toNanos() - behind(now);
        return end == NEVER ? left : Math.min(left, end - now);
    }

    private long behind(long now) {
        return behind + (waiting ? now - since : 0);
    }
}
