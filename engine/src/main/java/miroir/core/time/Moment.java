package miroir.core.time;

import java.time.Duration;

/**
 * A point on the clock that only ever goes forward, at one rate. Durations are measured between moments, never between
 * times of the wall clock, which somebody may set. Means nothing after a restart.
 *
 * @param nanos since some point of this process
 */
public record Moment(long nanos) implements Comparable<Moment> {
    /** Before every moment. */
    public static final Moment FIRST = new Moment(Long.MIN_VALUE / 2);

    /** So much later. */
    public Moment plus(Duration time) {
        return new Moment(nanos + time.toNanos());
    }

    /** How long it is from here to there; negative when that was before. */
    public Duration until(Moment other) {
        return Duration.ofNanos(other.nanos - nanos);
    }

    /** Whether it comes after the other. */
    public boolean isAfter(Moment other) {
        return nanos > other.nanos;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos, other.nanos);
    }
}
