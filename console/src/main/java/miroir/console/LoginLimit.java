package miroir.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;

/** Refuses sign-ins from an address after five wrong keys within a minute, and from all after a hundred. */
final class LoginLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PER_ADDRESS = 5;
    private static final int IN_ALL = 100;

    private final Ticker ticker;
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final Map<String, Integer> byAddress = new HashMap<>();

    private record Failure(String address, Moment at) {}

    LoginLimit(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized boolean refuses(String address) {
        forget();
        return failures.size() >= IN_ALL || byAddress.getOrDefault(address, 0) >= PER_ADDRESS;
    }

    synchronized void failed(String address) {
        failures.addLast(new Failure(address, ticker.now()));
        byAddress.merge(address, 1, Integer::sum);
    }

    private void forget() {
        Moment now = ticker.now();
        while (!failures.isEmpty() && now.isAfter(failures.getFirst().at().plus(WINDOW))) {
            byAddress.computeIfPresent(failures.removeFirst().address(), (a, n) -> n == 1 ? null : n - 1);
        }
    }
}
