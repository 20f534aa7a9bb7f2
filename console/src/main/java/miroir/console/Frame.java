package miroir.console;

import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import miroir.console.model.Badge;
import miroir.console.model.Choice;
import miroir.console.model.Links;
import miroir.console.model.MessagePage;
import miroir.console.model.OperationRow;
import miroir.console.model.Shell;
import miroir.console.model.Shell.Steering;
import miroir.console.model.Tone;
import miroir.console.templates.StaticTemplates;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Actor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all pages share: the shell around them, fragments for htmx, and the pages that only say something. */
final class Frame {
    private static final Logger LOG = LoggerFactory.getLogger(Frame.class);
    private static final Set<String> LIVE = Set.of("overview", "nodes", "shards", "indexes", "tasks", "operations");
    private static final String CLUSTER = "miroir.console.cluster";
    private static final String OPERATIONS = "miroir.console.operations";

    private final ConsoleOptions options;
    private final @Nullable Operator operator;
    private final Assets assets;
    private final Visitors visitors;
    private final StaticTemplates templates = new StaticTemplates();

    /** Who looks: their sessions and the tokens of their forms. */
    record Visitors(Sessions sessions, FormTokens tokens) {}

    Frame(ConsoleOptions options, @Nullable Operator operator, Assets assets, Visitors visitors) {
        this.options = options;
        this.operator = operator;
        this.assets = assets;
        this.visitors = visitors;
    }

    String assets() {
        return assets.version();
    }

    StaticTemplates templates() {
        return templates;
    }

    /** The shell of a page that refreshes itself when pages of its kind do. */
    Shell shell(Context ctx, String active, String title) {
        return shell(ctx, active, title, LIVE.contains(active));
    }

    /** The shell of a page with something to fill in: it is never taken away from under the operator's hands. */
    Shell still(Context ctx, String active, String title) {
        return shell(ctx, active, title, false);
    }

    private Shell shell(Context ctx, String active, String title, boolean live) {
        return shell(ctx, active, title, live, Badge.of(cluster(ctx).status()), steering(ctx));
    }

    private Shell shell(Context ctx, String active, String title, boolean live, Badge status, Steering steering) {
        return new Shell(
                title,
                active,
                options.clusterName(),
                options.version(),
                assets.version(),
                theme(ctx),
                live,
                csrf(ctx),
                visitors.sessions().of(ctx).isPresent(),
                status,
                steering);
    }

    /** The token of this answer's forms. */
    String csrf(Context ctx) {
        boolean forms = operator != null || visitors.sessions().of(ctx).isPresent();
        return forms ? visitors.tokens().of(ctx) : "";
    }

    /** Who gives the orders of this request. */
    static Actor actor(Context ctx) {
        String requestId = ctx.res().getHeader("X-Miroir-Request-Id");
        return new Actor("console", requestId == null ? "" : requestId);
    }

    private Steering steering(Context ctx) {
        return operator == null ? Shell.READS_ONLY : OperationRow.steering(operations(ctx));
    }

    /** The cluster as this answer shows it: painted once, and after the operations, so that all parts of a page agree. */
    ClusterPicture cluster(Context ctx) {
        ClusterPicture painted = ctx.attribute(CLUSTER);
        if (painted == null) {
            operations(ctx);
            painted = options.view().cluster();
            ctx.attribute(CLUSTER, painted);
        }
        return painted;
    }

    /** The operations as this answer shows them, newest first; none when the console only reads. */
    List<OperationPicture> operations(Context ctx) {
        List<OperationPicture> read = ctx.attribute(OPERATIONS);
        if (read == null) {
            read = operator == null ? List.of() : operator.operations().join();
            ctx.attribute(OPERATIONS, read);
        }
        return read;
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

    /** Answers a form that does not carry its token. */
    void foreign(Context ctx) {
        ctx.status(HttpStatus.FORBIDDEN);
        message(
                ctx,
                new MessagePage(
                        "Nothing was changed",
                        "The form was too old, or it came from another site. Open the page again and repeat.",
                        ctx.path(),
                        links()));
    }

    /** Answers an order that cannot be followed now, with the way back. */
    void refused(Context ctx, String reason, Choice back) {
        ctx.status(HttpStatus.CONFLICT);
        message(ctx, new MessagePage("Not possible now", reason, "Nothing was changed.", List.of(back)));
    }

    /**
     * Answers once an order was decided; a decision that fails is shown as a page that failed. The page is written by one of
     * the server's threads, never by the one that decides.
     */
    <T> void later(Context ctx, CompletableFuture<T> decision, Consumer<T> answer) {
        ctx.future(() -> decision.thenAcceptAsync(answer, ctx.req().getAsyncContext()::start)
                .exceptionally(e -> {
                    LOG.error("console order {} failed", ctx.path(), e);
                    failed(ctx);
                    return null;
                }));
    }

    void failed(Context ctx) {
        ctx.status(HttpStatus.INTERNAL_SERVER_ERROR);
        MessagePage page = new MessagePage(
                "This page failed",
                "The data is not affected. The log has the reason; try again in a moment.",
                ctx.path(),
                links());
        Shell shell = shell(ctx, "", page.heading(), false, new Badge(Tone.QUIET, "Unknown"), Shell.READS_ONLY);
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

    /** Answers a refresh: the fragment, and for the header, which is outside of it, the status and what runs. */
    void refresh(Context ctx, JteModel fragment) {
        Badge status = Badge.of(cluster(ctx).status());
        String aside = templates.tagTopStatus(status, true).render();
        if (operator != null) {
            aside += templates.tagTopRunning(steering(ctx), true).render();
        }
        ctx.html(fragment.render() + aside);
    }

    static void html(Context ctx, JteModel page) {
        ctx.html(page.render());
    }
}
