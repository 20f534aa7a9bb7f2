package miroir.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Refuses sign-ins from an address after five wrong keys within a minute, and from all after a hundred. */
final class LoginLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PER_ADDRESS = 5;
    private static final int IN_ALL = 100;

    private final InstantSource clock;
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final Map<String, Integer> byAddress = new HashMap<>();

    private record Failure(String address, Instant at) {}

    LoginLimit(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean refuses(String address) {
        forget();
        return failures.size() >= IN_ALL || byAddress.getOrDefault(address, 0) >= PER_ADDRESS;
    }

    synchronized void failed(String address) {
        failures.addLast(new Failure(address, clock.instant()));
        byAddress.merge(address, 1, Integer::sum);
    }

    private void forget() {
        Instant oldest = clock.instant().minus(WINDOW);
        while (!failures.isEmpty() && failures.getFirst().at().isBefore(oldest)) {
            byAddress.computeIfPresent(failures.removeFirst().address(), (a, n) -> n == 1 ? null : n - 1);
        }
    }
}
