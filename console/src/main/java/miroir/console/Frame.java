package miroir.console;

import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import miroir.console.model.Badge;
import miroir.console.model.Choice;
import miroir.console.model.Links;
import miroir.console.model.MessagePage;
import miroir.console.model.Shell;
import miroir.console.model.Tone;
import miroir.console.templates.StaticTemplates;

/** What all pages share: the shell around them, fragments for htmx, and the pages that only say something. */
final class Frame {
    private final ConsoleOptions options;
    private final Assets assets;
    private final Sessions sessions;
    private final StaticTemplates templates = new StaticTemplates();

    Frame(ConsoleOptions options, Assets assets, Sessions sessions) {
        this.options = options;
        this.assets = assets;
        this.sessions = sessions;
    }

    String assets() {
        return assets.version();
    }

    StaticTemplates templates() {
        return templates;
    }

    Shell shell(Context ctx, String active, String title) {
        return shell(ctx, active, title, Badge.of(options.view().cluster().status()));
    }

    private Shell shell(Context ctx, String active, String title, Badge status) {
        return new Shell(
                title,
                active,
                options.clusterName(),
                options.version(),
                assets.version(),
                theme(ctx),
                List.of("overview", "nodes", "shards", "indexes", "tasks").contains(active),
                sessions.of(ctx).map(Sessions.Session::csrf).orElse(""),
                status);
    }

    /** Whether htmx asks for that fragment alone; else the full page is due. */
    static boolean wants(Context ctx, String fragment) {
        return "true".equals(ctx.header("HX-Request"))
                && ctx.header("HX-History-Restore-Request") == null
                && fragment.equals(ctx.header("HX-Target"));
    }

    static String theme(Context ctx) {
        String theme = ctx.cookie("miroir_theme");
        return "dark".equals(theme) || "light".equals(theme) ? theme : "auto";
    }

    void notFound(Context ctx) {
        ctx.status(HttpStatus.NOT_FOUND);
        message(
                ctx,
                new MessagePage(
                        "Not found",
                        "There is no page at this address. The node, shard or task may be gone.",
                        ctx.path(),
                        links()));
    }

    void failed(Context ctx) {
        ctx.status(HttpStatus.INTERNAL_SERVER_ERROR);
        MessagePage page = new MessagePage(
                "This page failed",
                "The data is not affected. The log has the reason; try again in a moment.",
                ctx.path(),
                links());
        Shell shell = shell(ctx, "", page.heading(), new Badge(Tone.QUIET, "Unknown"));
        html(ctx, templates.pageMessage(shell, page));
    }

    private void message(Context ctx, MessagePage page) {
        html(ctx, templates.pageMessage(shell(ctx, "", page.heading()), page));
    }

    private static List<Choice> links() {
        return List.of(
                new Choice("Overview", Links.ROOT, false),
                new Choice("Nodes", Links.ROOT + "/nodes", false),
                new Choice("Tasks", Links.ROOT + "/tasks", false));
    }

    /** Answers a refresh: the fragment, and the cluster's status for the header, which is outside of it. */
    void refresh(Context ctx, JteModel fragment) {
        Badge status = Badge.of(options.view().cluster().status());
        ctx.html(fragment.render() + templates.tagTopStatus(status, true).render());
    }

    static void html(Context ctx, JteModel page) {
        ctx.html(page.render());
    }
}
