package miroir.core.time;

/** The port to the monotonic clock. Any thread. */
@FunctionalInterface
public interface Ticker {
    /** The moment of now. */
    Moment now();
}
