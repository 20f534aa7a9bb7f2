package miroir.engine.state;

import java.util.Optional;
import java.util.function.LongSupplier;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/**
 * The room on the disk of the data folder. A reserve of it is left to what was promised already: how tasks end must find
 * room in the store when no new one does. Any thread.
 *
 * @param usable bytes that could be written now
 * @param reserve bytes of them that no new write gets
 */
public record Room(LongSupplier usable, long reserve) {
    /** A disk that never fills up. */
    static final Room ENDLESS = new Room(() -> Long.MAX_VALUE, 0);

    private static final long LARGEST_RESERVE = 64 << 20;

    /** On a disk of that size: a tenth is kept, 64 MB at most. */
    public static Room of(long total, LongSupplier usable) {
        return new Room(usable, reserve(total));
    }

    /** What is kept free on a disk of that size. */
    public static long reserve(long total) {
        return Math.min(LARGEST_RESERVE, total / 10);
    }

    /** What lacks; empty: nothing. */
    public Optional<String> shortage() {
        return shortage(0);
    }

    private Optional<String> shortage(long bytes) {
        long left = usable.getAsLong();
        return left >= reserve + bytes
                ? Optional.empty()
                : Optional.of("Miroir's disk is full: " + megabytes(left) + " are left, of which " + megabytes(reserve)
                        + " are kept for what was accepted before");
    }

    /** Refuses what would take from the reserve. */
    public void require(long bytes) {
        shortage(bytes).ifPresent(lack -> {
            throw new ApiException(ErrorCode.NO_SPACE_LEFT_ON_DEVICE, lack + "; nothing was stored.");
        });
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }
}
