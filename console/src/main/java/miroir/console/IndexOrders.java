package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import miroir.console.model.AcceptPage;
import miroir.console.model.Choice;
import miroir.console.model.Curl;
import miroir.console.model.Links;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Decision;
import org.jspecify.annotations.Nullable;

/** What an index can be ordered: to have its copies compared, mended, and accepted where none is in sync. */
final class IndexOrders {
    private final ConsoleOptions options;
    private final Operator operator;
    private final Frame frame;

    IndexOrders(ConsoleOptions options, Operator operator, Frame frame) {
        this.options = options;
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.post("/console/indexes/{uid}/verify", gate.form(ctx -> verify(ctx, false)));
        routes.post("/console/indexes/{uid}/repair", gate.form(ctx -> verify(ctx, true)));
        routes.get("/console/indexes/{uid}/accept", gate.guard(ctx -> remains(ctx, false)));
        routes.post("/console/indexes/{uid}/accept", gate.form(this::accept));
    }

    private static @Nullable Integer shard(Context ctx) {
        Long number = Params.number(Params.text(ctx, "shard"));
        return number == null || number > Integer.MAX_VALUE ? null : number.intValue();
    }

    /** What is left of the shard, or of all that nobody can read, as their nodes say now. */
    private void remains(Context ctx, boolean mistyped) {
        String uid = ctx.pathParam("uid");
        frame.later(ctx, operator.remains(uid, shard(ctx)), found -> {
            if (found.isEmpty()) {
                frame.notFound(ctx);
                return;
            }
            Curl curl = new Curl(ClusterPages.base(ctx));
            AcceptPage page =
                    AcceptPage.of(uid, found.get(), curl, options.clock().instant(), mistyped);
            Frame.html(ctx, frame.templates().pageAccept(frame.still(ctx, "shards", page.title()), page));
        });
    }

    private void accept(Context ctx) {
        String uid = ctx.pathParam("uid");
        if (!Params.form(ctx, "word").strip().equals(uid)) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            remains(ctx, true);
            return;
        }
        List<AcceptWish.Choice> choices = new ArrayList<>();
        for (String field : Forms.of(ctx).keySet()) {
            Long number = field.startsWith("shard-") ? Params.number(field.substring("shard-".length())) : null;
            String node = Params.form(ctx, field);
            if (number != null && number <= Integer.MAX_VALUE && !node.isEmpty()) {
                choices.add(new AcceptWish.Choice(number.intValue(), node));
            }
        }
        if (choices.isEmpty()) {
            frame.refused(ctx, "No copy was chosen.", new Choice("Shards of " + uid, Links.shards(uid), false));
            return;
        }
        boolean force = Params.form(ctx, "force").equals("1");
        frame.later(
                ctx,
                operator.accept(new AcceptWish(uid, choices, force), Frame.actor(ctx)),
                decision -> decided(ctx, uid, decision));
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
