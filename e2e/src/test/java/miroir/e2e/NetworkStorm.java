package miroir.e2e;

import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;
import miroir.e2e.net.Chance;
import miroir.e2e.net.Fault;
import miroir.e2e.net.Garbage;
import miroir.e2e.net.HttpMessage;
import org.jspecify.annotations.Nullable;

/** Lets all kinds of things happen to what Miroir asks of a node, more often to writes than to the many small looks. */
final class NetworkStorm implements Chance {
    private static final Garbage[] GARBAGE = Garbage.values();

    private final Random random;
    private final double rate;
    private final Duration longest;
    private final Predicate<String> kinds;

    /**
     * A storm.
     *
     * @param rate how many of a thousand looks meet with something
     * @param longest that anything takes
     * @param kinds that may happen
     */
    NetworkStorm(long seed, double rate, Duration longest, Predicate<String> kinds) {
        this.kinds = kinds;
        this.random = new Random(seed);
        this.rate = rate / 1000;
        this.longest = longest;
    }

    /** What a request is for. */
    private enum Purpose {
        WRITE(12),
        READ(4),
        LOOK(1);

        private final int weight;

        Purpose(int weight) {
            this.weight = weight;
        }

        static Purpose of(HttpMessage request) {
            String path = request.path();
            if (path.startsWith("/tasks") || path.contains("/miroir-meta/")) {
                return LOOK;
            }
            boolean reads =
                    request.method().equals("GET") || path.endsWith("/search") || path.contains("/documents/fetch");
            return reads ? READ : WRITE;
        }
    }

    @Override
    public synchronized @Nullable Fault of(HttpMessage request) {
        Purpose purpose = Purpose.of(request);
        if (random.nextDouble() >= rate * purpose.weight) {
            return null;
        }
        Fault fault = faultFor(purpose);
        return kinds.test(fault.kind()) ? fault : null;
    }

    private Fault faultFor(Purpose purpose) {
        return switch (purpose) {
            case WRITE -> random.nextInt(3) == 0 ? lateOrTwice() : anything(garbage());
            case READ -> anything(garbage());
            case LOOK ->
                random.nextInt(4) == 0 ? new Fault.Cached() : anything(GARBAGE[random.nextInt(GARBAGE.length)]);
        };
    }

    /** At any time: it does harm only when something else was written meanwhile. */
    private Fault lateOrTwice() {
        Duration gap = Duration.ofMillis((long) (longest.toMillis() * random.nextDouble()));
        return random.nextBoolean()
                ? new Fault.Duplicate(random.nextInt(3) == 0 ? Duration.ZERO : gap)
                : new Fault.Hold(time(), gap);
    }

    /** An empty list may be what a node holds: only where the node must know better it is not one more truth. */
    private Garbage garbage() {
        Garbage any = GARBAGE[random.nextInt(GARBAGE.length)];
        return any == Garbage.EMPTY_LIST ? Garbage.HTML : any;
    }

    private Fault anything(Garbage garbage) {
        return switch (random.nextInt(8)) {
            case 0 -> new Fault.DelayRequest(time());
            case 1 -> new Fault.DelayAnswer(time());
            case 2 -> new Fault.Drip(50 + random.nextInt(5000));
            case 3 -> new Fault.Reset(random.nextBoolean());
            case 4 -> new Fault.Truncate(random.nextInt(100), random.nextBoolean());
            case 5 -> new Fault.BlackHole(time());
            default -> new Fault.Garble(garbage, random.nextBoolean());
        };
    }

    /** Mostly short, now and then as long as may be. */
    private Duration time() {
        double share = random.nextDouble();
        return Duration.ofMillis((long) (longest.toMillis() * share * share * share));
    }
}
