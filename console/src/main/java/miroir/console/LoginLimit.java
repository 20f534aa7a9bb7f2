package miroir.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Takes five tries to sign in from an address within a minute, and no more until that minute is over. Nobody at another
 * address is kept from signing in. A try counts before anything of it is read.
 */
final class LoginLimit {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int TRIES = 5;
    private static final int ADDRESSES = 10_000;

    private final Ticker ticker;
    private final ObjIntConsumer<String> over;
    /** By the time at which they began. */
    private final Map<String, Minute> minutes = new LinkedHashMap<>();

    /** What came from one address since its first try. */
    private static final class Minute {
        final Moment begun;
        int tries;
        int wrong;
        int refused;

        Minute(Moment begun) {
            this.begun = begun;
        }
    }

    /** Tells {@code over} how many tries failed or were refused when the minute of an address is over. */
    LoginLimit(Ticker ticker, ObjIntConsumer<String> over) {
        this.ticker = ticker;
        this.over = over;
    }

    /** Whether one more try is taken. */
    synchronized boolean admits(String address) {
        forget();
        Minute minute = of(address);
        if (minute.tries >= TRIES) {
            minute.refused++;
            return false;
        }
        minute.tries++;
        return true;
    }

    /** The try compared no key. */
    synchronized void withdrawn(String address) {
        Minute minute = of(address);
        minute.tries = Math.max(0, minute.tries - 1);
    }

    /** The key was wrong: whether for the first time in this minute. */
    synchronized boolean failed(String address) {
        return ++of(address).wrong == 1;
    }

    /** The key was right: what came before is forgiven. */
    synchronized void succeeded(String address) {
        end(address, minutes.remove(address));
    }

    private Minute of(String address) {
        return minutes.computeIfAbsent(address, a -> new Minute(ticker.now()));
    }

    private void forget() {
        Moment now = ticker.now();
        while (!minutes.isEmpty()) {
            Map.Entry<String, Minute> oldest = minutes.entrySet().iterator().next();
            boolean past = now.isAfter(oldest.getValue().begun.plus(MINUTE));
            if (!past && minutes.size() < ADDRESSES) {
                return;
            }
            minutes.remove(oldest.getKey());
            end(oldest.getKey(), oldest.getValue());
        }
    }

    private void end(String address, @Nullable Minute minute) {
        if (minute != null && minute.wrong + minute.refused > 1) {
            over.accept(address, minute.wrong + minute.refused);
        }
    }
}
