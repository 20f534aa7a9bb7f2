package miroir.console;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;

/** Who is signed in: kept in memory only, so a restart signs everyone out. */
final class Sessions {
    static final String COOKIE = "miroir_session";
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration IDLE = Duration.ofHours(1);
    private static final int MOST = 1000;

    private final Ticker ticker;
    private final RandomGenerator random;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /** One sign-in; {@code csrf} is the token its forms carry. */
    record Session(String csrf, Moment opened, Moment used) {}

    Sessions(Ticker ticker, RandomGenerator random) {
        this.ticker = ticker;
        this.random = random;
    }

    /** Opens a session and gives the browser its cookie. */
    void open(Context ctx) {
        Moment now = ticker.now();
        sessions.values().removeIf(s -> expired(s, now));
        if (sessions.size() >= MOST) {
            sessions.entrySet().stream()
                    .min(Map.Entry.comparingByValue((a, b) -> a.used().compareTo(b.used())))
                    .ifPresent(e -> sessions.remove(e.getKey()));
        }
        String token = token();
        sessions.put(token, new Session(token(), now, now));
        ctx.cookie(cookie(COOKIE, token, ctx));
    }

    /** The session of that request, when it has a live one. */
    Optional<Session> of(Context ctx) {
        String token = ctx.cookie(COOKIE);
        if (token == null) {
            return Optional.empty();
        }
        Moment now = ticker.now();
        return Optional.ofNullable(sessions.computeIfPresent(
                token, (t, s) -> expired(s, now) ? null : new Session(s.csrf(), s.opened(), now)));
    }

    /** Ends the session of that request. */
    void close(Context ctx) {
        String token = ctx.cookie(COOKIE);
        if (token != null) {
            sessions.remove(token);
        }
        ctx.removeCookie(COOKIE, "/console");
    }

    /** A fresh unguessable text. */
    String token() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A cookie that scripts and other sites do not get. */
    static Cookie cookie(String name, String value, Context ctx) {
        boolean tls = ctx.scheme().equals("https") || "https".equals(ctx.header("X-Forwarded-Proto"));
        Cookie cookie = new Cookie(name, value, "/console", -1, tls, true);
        cookie.setSameSite(SameSite.LAX);
        return cookie;
    }

    /** Whether two secrets are the same, in a time that does not depend on where they differ. */
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(digest(a), digest(b));
    }

    private static byte[] digest(String text) {
        return Assets.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean expired(Session s, Moment now) {
        return now.isAfter(s.opened().plus(LONGEST)) || now.isAfter(s.used().plus(IDLE));
    }
}
