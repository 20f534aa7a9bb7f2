package miroir.engine.search;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes UUIDs of version 7 (RFC 9562): time first, then chance. Any thread. */
public final class RequestUids {
    private final InstantSource clock;
    private final RandomGenerator random;

    public RequestUids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The next one, in text. */
    public String next() {
        long high = (clock.millis() << 16) | 0x7000 | (random.nextInt() & 0x0FFF);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
