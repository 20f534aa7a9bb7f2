package miroir.core.merge;

/**
 * A cut of a merged list.
 *
 * @param offset entries to leave out at the front
 * @param limit entries to give after that
 */
public record Window(int offset, int limit) {
    /** Refuses negative figures. */
    public Window {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("negative window: " + offset + ", " + limit);
        }
    }

    /** How many entries of the merged list must be known to fill the window. */
    public int end() {
        return (int) Math.min((long) offset + limit, Integer.MAX_VALUE);
    }

    /** This window, ending at the given entry at the latest. */
    public Window endingBy(int most) {
        return new Window(offset, Math.max(0, Math.min(end(), most) - offset));
    }
}
