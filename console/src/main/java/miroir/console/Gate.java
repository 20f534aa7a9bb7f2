package miroir.console;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.Map;
import miroir.console.model.Links;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before every page: security headers, who may enter, and what is shown when a page fails. */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final boolean closed;
    private final Sessions sessions;
    private final FormTokens tokens;
    private final Frame frame;

    Gate(boolean closed, Sessions sessions, FormTokens tokens, Frame frame) {
        this.closed = closed;
        this.sessions = sessions;
        this.tokens = tokens;
        this.frame = frame;
    }

    static void headers(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        ctx.header("Vary", "HX-Request, HX-Target, Cookie");
    }

    /** The handler behind the login, its failures turned into a page. */
    Handler guard(Handler handler) {
        return open(ctx -> {
            if (closed && sessions.of(ctx).isEmpty()) {
                toLogin(ctx);
            } else {
                handler.handle(ctx);
            }
        });
    }

    /** The handler of a form behind the login; a form that is not ours changes nothing. */
    Handler form(Handler handler) {
        return guard(ctx -> {
            if (tokens.carriedBy(ctx)) {
                handler.handle(ctx);
            } else {
                frame.foreign(ctx);
            }
        });
    }

    /** The handler for everyone, its failures turned into a page. */
    Handler open(Handler handler) {
        return ctx -> {
            try {
                handler.handle(ctx);
            } catch (Forms.BadForm e) {
                ctx.status(e.status()).contentType("text/plain").result(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("console page {} failed", ctx.path(), e);
                frame.failed(ctx);
            }
        };
    }

    private static void toLogin(Context ctx) {
        String query = ctx.queryString();
        boolean reads = ctx.method().equals(HandlerType.GET);
        String here = !reads ? Links.ROOT : query == null ? ctx.path() : ctx.path() + "?" + query;
        String login = Links.query(Links.ROOT + "/login", Map.of("next", here));
        if (ctx.header("HX-Request") != null) {
            ctx.status(HttpStatus.UNAUTHORIZED).header("HX-Redirect", Links.ROOT + "/login");
        } else {
            ctx.redirect(login, HttpStatus.SEE_OTHER);
        }
    }
}
