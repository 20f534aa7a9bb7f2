package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import miroir.console.model.Choice;
import miroir.console.model.Confirm;
import miroir.console.model.Curl;
import miroir.console.model.Links;
import miroir.console.model.OperationPage;
import miroir.console.model.OperationsPage;
import miroir.console.model.PlanRow;
import miroir.console.model.Shell;
import miroir.console.model.ThrottlePage;
import miroir.core.plan.TopologyWish;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Actor;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.Operator.Throttle;
import org.jspecify.annotations.Nullable;

/** What runs and has run: the list, one operation, and the orders it takes. */
final class OperationPages {
    private final ConsoleOptions options;
    private final Operator operator;
    private final Frame frame;

    /** An order that needs nothing but the operation. */
    private interface Order {
        CompletableFuture<Decision> give(String operationId, Actor actor);
    }

    OperationPages(ConsoleOptions options, Operator operator, Frame frame) {
        this.options = options;
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        String one = "/console/operations/{id}";
        routes.get("/console/operations", gate.guard(this::operations));
        routes.get(one, gate.guard(ctx -> with(ctx, this::operation)));
        routes.post(one + "/pause", gate.form(ctx -> with(ctx, (c, o) -> order(c, o, operator::pause))));
        routes.post(one + "/resume", gate.form(ctx -> with(ctx, (c, o) -> order(c, o, operator::resume))));
        routes.post(one + "/retry", gate.form(ctx -> with(ctx, (c, o) -> order(c, o, operator::retry))));
        routes.get(one + "/cancel", gate.guard(ctx -> with(ctx, this::askCancel)));
        routes.post(one + "/cancel", gate.form(ctx -> with(ctx, (c, o) -> order(c, o, operator::cancel))));
        routes.get(one + "/throttle", gate.guard(ctx -> with(ctx, this::askThrottle)));
        routes.post(one + "/throttle", gate.form(ctx -> with(ctx, this::throttle)));
    }

    private void with(Context ctx, BiConsumer<Context, OperationPicture> then) {
        Optional<OperationPicture> operation =
                operator.operation(ctx.pathParam("id")).join();
        if (operation.isEmpty()) {
            frame.notFound(ctx);
        } else {
            then.accept(ctx, operation.get());
        }
    }

    private static Curl curl(Context ctx) {
        return new Curl(ClusterPages.base(ctx));
    }

    private void operations(Context ctx) {
        OperationsPage page =
                OperationsPage.of(frame.operations(ctx), options.clock().instant());
        if (Frame.wants(ctx, "operations-live")) {
            frame.refresh(ctx, frame.templates().fragOperationsLive(page));
        } else {
            List<PlanRow> plans =
                    PlanRow.of(operator.plans().join(), options.clock().instant());
            Frame.html(
                    ctx, frame.templates().pageOperations(frame.shell(ctx, "operations", "Operations"), page, plans));
        }
    }

    private void operation(Context ctx, OperationPicture operation) {
        OperationPage page = OperationPage.of(
                operation,
                wish(operation.planId()),
                Params.text(ctx, "moves"),
                options.clock().instant(),
                curl(ctx));
        if (Frame.wants(ctx, "operation-live")) {
            frame.refresh(ctx, frame.templates().fragOperationLive(page, frame.csrf(ctx)));
            return;
        }
        Shell shell = page.row().running()
                ? frame.shell(ctx, "operations", operation.title())
                : frame.still(ctx, "operations", operation.title());
        Frame.html(ctx, frame.templates().pageOperation(shell, page));
    }

    private @Nullable TopologyWish wish(@Nullable String planId) {
        return planId == null
                ? null
                : operator.plan(planId).join().map(p -> p.plan().wish()).orElse(null);
    }

    private void order(Context ctx, OperationPicture operation, Order order) {
        frame.later(
                ctx,
                order.give(operation.operationId(), Frame.actor(ctx)),
                decision -> decided(ctx, operation, decision));
    }

    private void decided(Context ctx, OperationPicture operation, Decision decision) {
        String href = Links.operation(operation.operationId());
        switch (decision.kind()) {
            case DONE -> ctx.redirect(href, HttpStatus.SEE_OTHER);
            case NOT_FOUND -> frame.notFound(ctx);
            case REFUSED, OUTDATED ->
                frame.refused(ctx, decision.message(), new Choice("Back to the operation", href, false));
        }
    }

    private void askCancel(Context ctx, OperationPicture operation) {
        Confirm confirm = Confirm.cancel(operation, curl(ctx));
        Frame.html(ctx, frame.templates().pageConfirm(frame.still(ctx, "operations", confirm.title()), confirm));
    }

    private void askThrottle(Context ctx, OperationPicture operation) {
        show(ctx, ThrottlePage.of(operation, ThrottlePage.Input.of(operation.throttle()), curl(ctx), false));
    }

    private void show(Context ctx, ThrottlePage page) {
        Frame.html(ctx, frame.templates().pageThrottle(frame.still(ctx, "operations", page.title()), page));
    }

    private void throttle(Context ctx, OperationPicture operation) {
        ThrottlePage.Input input =
                new ThrottlePage.Input(Params.form(ctx, "moves"), Params.form(ctx, "rate"), Params.form(ctx, "unit"));
        Throttle throttle = input.throttle();
        if (throttle == null) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, ThrottlePage.of(operation, input, curl(ctx), true));
            return;
        }
        order(ctx, operation, (id, actor) -> operator.throttle(id, throttle, actor));
    }
}
