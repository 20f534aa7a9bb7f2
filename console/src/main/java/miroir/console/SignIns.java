package miroir.console;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;
import miroir.engine.api.AuditTrail;
import miroir.engine.api.Operator.Actor;

/**
 * Takes note of who signs in and who tries to, with the address. Whoever tries all day long cannot fill the audit trail:
 * of an address it gets the first failure and then a count for each minute, and of all addresses a bounded number.
 */
final class SignIns {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int NOTES = 60;
    private static final String REFUSED = "sign-in refused";

    private final AuditTrail trail;
    private final Ticker ticker;
    private final LoginLimit limit;
    private Moment begun;
    private int notes;

    SignIns(AuditTrail trail, Ticker ticker) {
        this.trail = trail;
        this.ticker = ticker;
        this.begun = ticker.now();
        this.limit = new LoginLimit(
                ticker, (address, failures) -> refused(address, failures + " tries within a minute", ""));
    }

    /** Whether that address may try once more. */
    boolean admits(Context ctx) {
        return limit.admits(address(ctx));
    }

    /** The try was none. */
    void withdrawn(Context ctx) {
        limit.withdrawn(address(ctx));
    }

    /** A wrong key. */
    void failed(Context ctx) {
        failed(address(ctx), Frame.actor(ctx).requestId());
    }

    void failed(String address, String requestId) {
        if (limit.failed(address)) {
            refused(address, "wrong key", requestId);
        }
    }

    /** The right key. */
    void succeeded(Context ctx) {
        limit.succeeded(address(ctx));
        trail.note(Frame.actor(ctx), "sign-in", address(ctx), "signed in");
    }

    private synchronized void refused(String address, String what, String requestId) {
        Moment now = ticker.now();
        if (now.isAfter(begun.plus(MINUTE))) {
            begun = now;
            notes = 0;
        }
        notes++;
        if (notes <= NOTES) {
            String more = notes == NOTES ? "; more are not noted for the rest of a minute" : "";
            trail.note(new Actor("console", requestId), REFUSED, address, what + more);
        }
    }

    /** As one counts them: of IPv6, who has one address has the whole /64. */
    static String address(Context ctx) {
        return counted(ctx.ip());
    }

    private static String words(byte[] address) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 8; i += 2) {
            words.append(i == 0 ? "" : ":")
                    .append(Integer.toHexString(((address[i] & 0xff) << 8) | (address[i + 1] & 0xff)));
        }
        return words.toString();
    }

    static String counted(String ip) {
        if (ip.indexOf(':') < 0) {
            return ip;
        }
        try {
            byte[] bytes = InetAddress.getByName(ip).getAddress();
            return bytes.length == 4 ? InetAddress.getByAddress(bytes).getHostAddress() : words(bytes) + "::/64";
        } catch (UnknownHostException e) {
            return ip;
        }
    }
}
