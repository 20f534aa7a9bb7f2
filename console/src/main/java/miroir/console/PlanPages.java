package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import miroir.console.model.Choice;
import miroir.console.model.Confirm;
import miroir.console.model.Curl;
import miroir.console.model.DiffMap.Mark;
import miroir.console.model.Links;
import miroir.console.model.PlanPage;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.PlanPicture;
import org.jspecify.annotations.Nullable;

/** A plan: looked at, confirmed, applied. */
final class PlanPages {
    private final ConsoleOptions options;
    private final Operator operator;
    private final Frame frame;

    PlanPages(ConsoleOptions options, Operator operator, Frame frame) {
        this.options = options;
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/plans/{id}", gate.guard(ctx -> with(ctx, this::show)));
        routes.get("/console/plans/{id}/apply", gate.guard(ctx -> with(ctx, this::ask)));
        routes.post("/console/plans/{id}/apply", gate.form(ctx -> with(ctx, this::apply)));
    }

    private void with(Context ctx, BiConsumer<Context, PlanPicture> then) {
        Optional<PlanPicture> plan = operator.plan(ctx.pathParam("id")).join();
        if (plan.isEmpty()) {
            frame.notFound(ctx);
        } else {
            then.accept(ctx, plan.get());
        }
    }

    private static Curl curl(Context ctx) {
        return new Curl(ClusterPages.base(ctx));
    }

    private void show(Context ctx, PlanPicture plan) {
        Long from = Params.number(Params.text(ctx, "from"));
        String instead = Params.text(ctx, "instead");
        PlanPage.Query query = new PlanPage.Query(
                from == null ? 0 : (int) Math.min(from, Integer.MAX_VALUE),
                operator.plan(instead).join().isPresent() ? instead : "");
        PlanPage.Around around = new PlanPage.Around(
                frame.cluster(ctx), frame.operations(ctx), options.clock().instant(), curl(ctx));
        PlanPage page = PlanPage.of(plan, query, around);
        Frame.html(ctx, frame.templates().pagePlan(frame.still(ctx, "topology", page.title()), page, Mark.legend()));
    }

    private void ask(Context ctx, PlanPicture plan) {
        ask(ctx, plan, null);
    }

    private void ask(Context ctx, PlanPicture plan, @Nullable String typed) {
        if (!plan.plan().applicable()) {
            ctx.redirect(Links.plan(plan.planId()), HttpStatus.SEE_OTHER);
            return;
        }
        Confirm confirm = Confirm.apply(plan, curl(ctx), typed);
        Frame.html(ctx, frame.templates().pageConfirm(frame.still(ctx, "topology", confirm.title()), confirm));
    }

    private void apply(Context ctx, PlanPicture plan) {
        Confirm confirm = Confirm.apply(plan, curl(ctx), Params.form(ctx, "word"));
        if (plan.plan().wish().whatIf()) {
            frame.refused(ctx, "This plan only answers a question; it cannot be applied.", back(plan));
        } else if (!confirm.error().isEmpty()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            ask(ctx, plan, Params.form(ctx, "word"));
        } else {
            frame.later(ctx, operator.apply(plan.planId(), Frame.actor(ctx)), d -> decided(ctx, plan, d));
        }
    }

    private void decided(Context ctx, PlanPicture plan, Decision decision) {
        switch (decision.kind()) {
            case DONE -> ctx.redirect(Links.operation(decision.id()), HttpStatus.SEE_OTHER);
            case OUTDATED -> {
                String instead = Links.query(Links.plan(decision.id()), Map.of("instead", plan.planId()));
                ctx.redirect(instead, HttpStatus.SEE_OTHER);
            }
            case REFUSED -> frame.refused(ctx, decision.message(), back(plan));
            case NOT_FOUND -> frame.notFound(ctx);
        }
    }

    private static Choice back(PlanPicture plan) {
        return new Choice("Back to the plan", Links.plan(plan.planId()), false);
    }
}
