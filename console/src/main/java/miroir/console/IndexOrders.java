package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import miroir.console.model.Choice;
import miroir.console.model.Links;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Decision;

/** What an index can be ordered: to have its copies compared, and mended. */
final class IndexOrders {
    private final Operator operator;
    private final Frame frame;

    IndexOrders(Operator operator, Frame frame) {
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.post("/console/indexes/{uid}/verify", gate.form(ctx -> verify(ctx, false)));
        routes.post("/console/indexes/{uid}/repair", gate.form(ctx -> verify(ctx, true)));
    }

    private void verify(Context ctx, boolean repair) {
        String uid = ctx.pathParam("uid");
        frame.later(ctx, operator.verify(uid, repair, Frame.actor(ctx)), decision -> decided(ctx, uid, decision));
    }

    private void decided(Context ctx, String uid, Decision decision) {
        switch (decision.kind()) {
            case DONE -> ctx.redirect(Links.operation(decision.id()), HttpStatus.SEE_OTHER);
            case NOT_FOUND -> frame.notFound(ctx);
            case REFUSED, OUTDATED ->
                frame.refused(ctx, decision.message(), new Choice("Shards of " + uid, Links.shards(uid), false));
        }
    }
}
