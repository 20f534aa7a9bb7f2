package miroir.core;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * Runs a property on many seeds. A failure names its seed; {@code -Dmiroir.seed=N} runs that one alone, and
 * {@code -Dmiroir.seeds=N} sets how many are run.
 */
public final class Seeds {
    private static final long DEFAULT = 20;

    private Seeds() {}

    /** What must hold for everything that is drawn from the random source. */
    @FunctionalInterface
    public interface Property {
        void check(Random random) throws Exception;
    }

    /** Runs the property on the configured number of seeds. */
    public static void each(Property property) {
        each(Long.getLong("miroir.seeds", DEFAULT), property);
    }

    /** Runs the property on that many seeds. */
    public static void each(long count, Property property) {
        Long only = Long.getLong("miroir.seed");
        LongStream seeds = only == null ? LongStream.range(0, count) : LongStream.of(only);
        seeds.forEach(seed -> check(seed, property));
    }

    /** One of the values. */
    @SafeVarargs
    public static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private static void check(long seed, Property property) {
        try {
            property.check(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " (run it alone: -Dmiroir.seed=" + seed + "): " + e.getMessage(), e);
        }
    }
}
