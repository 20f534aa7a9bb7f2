package miroir.app.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The random choices of one product; equal seeds make equal choices on every machine. */
final class Draw {
    private final Random random;

    Draw(long seed, long number) {
        this.random = new Random(mixed(seed * 0x9E3779B97F4A7C15L + number));
    }

    /** The finisher of SplitMix64: Random alone starts alike for neighbouring seeds. */
    private static long mixed(long bits) {
        long once = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T one(List<T> list) {
        return list.get(below(list.size()));
    }

    /** One of the list, the first ones far more often. */
    <T> T early(List<T> list) {
        double unit = random.nextDouble();
        return list.get((int) (unit * unit * list.size()));
    }

    /** So many different ones of the list, the first ones more often. */
    <T> List<T> several(List<T> list, int count) {
        Set<T> chosen = new LinkedHashSet<>();
        while (chosen.size() < Math.min(count, list.size())) {
            chosen.add(early(list));
        }
        return new ArrayList<>(chosen);
    }

    /** Normally distributed, mean 0, deviation 1. */
    double normal() {
        return random.nextGaussian();
    }

    /** A few large, most small: e to the power of a normal number. */
    double heavyTail(double mean, double deviation) {
        return StrictMath.exp(mean + deviation * normal());
    }

    /** Exponentially distributed with this mean. */
    double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }
}
