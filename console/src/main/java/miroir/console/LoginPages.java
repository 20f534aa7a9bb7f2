package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import miroir.console.model.Links;
import miroir.console.model.LoginPage;
import miroir.console.templates.StaticTemplates;

/** Signing in with the master key, and out. */
final class LoginPages {
    private static final String FORM_COOKIE = "miroir_login";

    private final ConsoleOptions options;
    private final Frame frame;
    private final Sessions sessions;
    private final SignIns signIns;

    LoginPages(ConsoleOptions options, Frame frame, Sessions sessions) {
        this.options = options;
        this.frame = frame;
        this.sessions = sessions;
        this.signIns = new SignIns(options.trail(), options.ticker());
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/login", gate.open(this::form));
        routes.post("/console/login", gate.open(this::signIn));
        routes.post("/console/logout", gate.open(this::signOut));
    }

    private void form(Context ctx) {
        if (options.masterKey() == null || sessions.of(ctx).isPresent()) {
            ctx.redirect(target(Params.text(ctx, "next")), HttpStatus.SEE_OTHER);
        } else {
            show(ctx, target(Params.text(ctx, "next")), "");
        }
    }

    private void show(Context ctx, String next, String error) {
        String token = sessions.token();
        ctx.cookie(Sessions.cookie(FORM_COOKIE, token, ctx));
        LoginPage page = new LoginPage(options.clusterName(), frame.assets(), Frame.theme(ctx), token, next, error);
        ctx.html(new StaticTemplates().pageLogin(page).render());
    }

    private void signIn(Context ctx) {
        String key = options.masterKey();
        if (key == null) {
            ctx.redirect(Links.ROOT, HttpStatus.SEE_OTHER);
        } else if (!signIns.admits(ctx)) {
            ctx.status(HttpStatus.TOO_MANY_REQUESTS);
            show(ctx, Links.ROOT, "Too many wrong keys. Wait a minute, then try again.");
        } else {
            Map<String, String> form = Forms.of(ctx, Forms.SIGN_IN);
            signIn(ctx, key, form.getOrDefault("key", ""), target(form.getOrDefault("next", "")));
        }
    }

    private void signIn(Context ctx, String key, String given, String next) {
        if (!fromOurForm(ctx)) {
            signIns.withdrawn(ctx);
            ctx.status(HttpStatus.FORBIDDEN);
            show(ctx, next, "The form was too old. Please try again.");
        } else if (!Sessions.same(key, given)) {
            signIns.failed(ctx);
            ctx.status(HttpStatus.FORBIDDEN);
            show(ctx, next, "This is not the master key.");
        } else {
            signIns.succeeded(ctx);
            sessions.open(ctx);
            ctx.removeCookie(FORM_COOKIE, "/console");
            ctx.redirect(next, HttpStatus.SEE_OTHER);
        }
    }

    private static boolean fromOurForm(Context ctx) {
        String cookie = ctx.cookie(FORM_COOKIE);
        return cookie != null && Sessions.same(cookie, Params.form(ctx, "_csrf"));
    }

    private void signOut(Context ctx) {
        boolean ours = sessions.of(ctx)
                .filter(s -> Sessions.same(s.csrf(), Params.form(ctx, "_csrf")))
                .isPresent();
        if (ours) {
            sessions.close(ctx);
        }
        ctx.redirect(Links.ROOT + (ours ? "/login" : ""), HttpStatus.SEE_OTHER);
    }

    /** A page of the console; anything else would send the operator to a stranger. */
    static String target(String next) {
        boolean ours = next.matches("/console([/?][\\x21-\\x7e&&[^\\\\]]*)?") && !next.contains("//");
        return ours && !next.startsWith(Links.ROOT + "/login") ? next : Links.ROOT;
    }
}
