package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.console.model.AcceptPage;
import miroir.console.model.AcceptPage.Filled;
import miroir.console.model.Choice;
import miroir.console.model.Curl;
import miroir.console.model.Links;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.ShardRemains;
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
        routes.get("/console/indexes/{uid}/accept", gate.guard(ctx -> remains(ctx, Filled.NOTHING)));
        routes.post("/console/indexes/{uid}/accept", gate.form(this::accept));
    }

    private static @Nullable Integer shard(Context ctx) {
        Long number = Params.number(Params.text(ctx, "shard"));
        return number == null || number > Integer.MAX_VALUE ? null : number.intValue();
    }

    /** What is left of the shard, or of all that nobody can read, as their nodes say now. */
    private void remains(Context ctx, Filled filled) {
        frame.later(ctx, operator.remains(ctx.pathParam("uid"), shard(ctx)), found -> show(ctx, found, filled));
    }

    private void show(Context ctx, Optional<List<ShardRemains>> found, Filled filled) {
        if (found.isEmpty()) {
            frame.notFound(ctx);
            return;
        }
        Curl curl = new Curl(ClusterPages.base(ctx));
        AcceptPage page = AcceptPage.of(
                ctx.pathParam("uid"), found.get(), curl, options.clock().instant(), filled);
        Frame.html(ctx, frame.templates().pageAccept(frame.still(ctx, "shards", page.title()), page));
    }

    private void accept(Context ctx) {
        String uid = ctx.pathParam("uid");
        Filled filled = filled(ctx);
        String problem = filled.choices().isEmpty()
                ? "No copy was chosen. Nothing was changed."
                : filled.word().equals(uid) ? "" : "Type " + uid + " to go on. Nothing was changed.";
        if (!problem.isEmpty()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            remains(ctx, filled.refused(problem));
            return;
        }
        AcceptWish wish = new AcceptWish(uid, filled.choices(), filled.force());
        frame.later(
                ctx,
                operator.accept(wish, Frame.actor(ctx)).thenCompose(decision -> answer(ctx, decision)),
                answer -> answered(ctx, filled, answer));
    }

    private static Filled filled(Context ctx) {
        Map<Integer, String> picks = new TreeMap<>();
        for (String field : Forms.of(ctx).keySet()) {
            Long number = field.startsWith("shard-") ? Params.number(field.substring("shard-".length())) : null;
            if (number != null && number <= Integer.MAX_VALUE) {
                picks.put(number.intValue(), Params.form(ctx, field));
            }
        }
        return new Filled(
                picks,
                Params.form(ctx, "force").equals("1"),
                Params.form(ctx, "word").strip(),
                "");
    }

    /** A decision, and when it is no, what is left now. */
    private record Answer(Decision decision, Optional<List<ShardRemains>> left) {}

    private CompletableFuture<Answer> answer(Context ctx, Decision decision) {
        return switch (decision.kind()) {
            case DONE, NOT_FOUND -> CompletableFuture.completedFuture(new Answer(decision, Optional.empty()));
            case REFUSED, OUTDATED ->
                operator.remains(ctx.pathParam("uid"), shard(ctx)).thenApply(left -> new Answer(decision, left));
        };
    }

    /** A refusal shows the form again: what was chosen of many shards is not lost for one of them. */
    private void answered(Context ctx, Filled filled, Answer answer) {
        if (answer.left().isEmpty()) {
            decided(ctx, ctx.pathParam("uid"), answer.decision());
            return;
        }
        ctx.status(HttpStatus.CONFLICT);
        show(ctx, answer.left(), filled.refused(answer.decision().message()));
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
