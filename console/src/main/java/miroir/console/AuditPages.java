package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import miroir.console.model.AuditPage;

/** What was done, by whom and when. */
final class AuditPages {
    private final ConsoleOptions options;
    private final Frame frame;

    AuditPages(ConsoleOptions options, Frame frame) {
        this.options = options;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/audit", gate.guard(this::audit));
    }

    private void audit(Context ctx) {
        Long asked = Params.number(Params.text(ctx, "rows"));
        int rows = asked == null || asked < 1 ? AuditPage.FIRST : (int) Math.min(asked, AuditPage.MOST);
        AuditPage page = AuditPage.of(
                options.view().audit(rows + 1), rows, options.clock().instant());
        Frame.html(ctx, frame.templates().pageAudit(frame.still(ctx, "audit", "Audit"), page, ClusterPages.base(ctx)));
    }
}
