package miroir.console;

import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proves that a form came from one of our own pages: by the session's token, or by a cookie's where nobody signs in. */
final class FormTokens {
    static final String COOKIE = "miroir_form";
    private static final String FIELD = "_csrf";

    private final Sessions sessions;

    FormTokens(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The token for the forms of this answer. */
    String of(Context ctx) {
        return known(ctx).orElseGet(() -> {
            String made = ctx.attribute(COOKIE);
            if (made == null) {
                made = sessions.token();
                ctx.attribute(COOKIE, made);
                ctx.cookie(Sessions.cookie(COOKIE, made, ctx));
            }
            return made;
        });
    }

    /** Whether that request carries its token and was not sent by a page of another origin. */
    boolean carriedBy(Context ctx) {
        @Nullable String site = ctx.header("Sec-Fetch-Site");
        boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        return !foreign
                && known(ctx)
                        .filter(token -> Sessions.same(token, Params.form(ctx, FIELD)))
                        .isPresent();
    }

    private Optional<String> known(Context ctx) {
        return sessions.of(ctx)
                .map(Sessions.Session::csrf)
                .or(() -> Optional.ofNullable(ctx.cookie(COOKIE)).filter(c -> c.matches("[0-9a-f]{64}")));
    }
}
