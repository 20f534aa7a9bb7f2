package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import miroir.core.plan.TopologyWish;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Actor;
import miroir.engine.api.Operator.Decision;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.JsonContentType;
import miroir.engine.request.ThrottleRequest;
import miroir.engine.request.WishRequest;
import org.jspecify.annotations.Nullable;

/** The acting side of the management API: plans, operations, verify and repair. */
final class OperatorRoutes {
    private static final String PLAN = "/_miroir/plans/{id}";
    private static final String OPERATION = "/_miroir/operations/{id}";
    private static final String INDEX = "/_miroir/indexes/{uid}";

    private final @Nullable Operator operator;

    OperatorRoutes(@Nullable Operator operator) {
        this.operator = operator;
    }

    void install(RoutesConfig routes) {
        routes.post("/_miroir/plans", with(OperatorRoutes::plan));
        routes.get("/_miroir/plans", with(OperatorRoutes::plans));
        routes.get(PLAN, with(OperatorRoutes::showPlan));
        routes.post(PLAN + "/apply", with(OperatorRoutes::apply));
        routes.get("/_miroir/operations", with(OperatorRoutes::operations));
        routes.get(OPERATION, with(OperatorRoutes::showOperation));
        routes.post(OPERATION + "/pause", steer(Operator::pause));
        routes.post(OPERATION + "/resume", steer(Operator::resume));
        routes.post(OPERATION + "/cancel", steer(Operator::cancel));
        routes.post(OPERATION + "/retry", steer(Operator::retry));
        routes.post(OPERATION + "/throttle", with(OperatorRoutes::throttle));
        routes.post(INDEX + "/verify", with((ctx, operator) -> compare(ctx, operator, false)));
        routes.post(INDEX + "/repair", with((ctx, operator) -> compare(ctx, operator, true)));
        ActRoutes.install(routes, this);
    }

    interface Act {
        void handle(Context ctx, Operator operator) throws IOException;
    }

    private interface Order {
        CompletableFuture<Decision> give(Operator operator, String operationId, Actor actor);
    }

    Handler with(Act act) {
        return ctx -> {
            Operator given = operator;
            if (given == null) {
                throw new ApiException(
                        ErrorCode.MIROIR_NOT_SUPPORTED, "Miroir does not support `" + ctx.path() + "` yet.");
            }
            act.handle(ctx, given);
        };
    }

    private Handler steer(Order order) {
        return with((ctx, operator) -> {
            String id = ctx.pathParam("id");
            decide(ctx, 200, Subject.OPERATION, order.give(operator, id, actor(ctx)));
        });
    }

    private static void plan(Context ctx, Operator operator) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        TopologyWish wish = WishRequest.parse(Bodies.read(ctx));
        ctx.future(() -> operator.plan(wish).thenAccept(plan -> Answers.json(ctx, 200, PlanPictureJson.of(plan))));
    }

    private static void plans(Context ctx, Operator operator) {
        Answers.once(ctx, operator.plans(), plans -> {
            ArrayNode answer = JsonNodeFactory.instance.arrayNode();
            plans.forEach(plan -> answer.add(PlanPictureJson.of(plan)));
            Answers.json(ctx, 200, answer);
        });
    }

    private static void showPlan(Context ctx, Operator operator) {
        String id = ctx.pathParam("id");
        Answers.once(
                ctx,
                operator.plan(id),
                plan -> Answers.json(
                        ctx, 200, plan.map(PlanPictureJson::of).orElseThrow(() -> Subject.PLAN.notFound(id))));
    }

    private static void apply(Context ctx, Operator operator) {
        decide(ctx, 202, Subject.PLAN, operator.apply(ctx.pathParam("id"), actor(ctx)));
    }

    private static void operations(Context ctx, Operator operator) {
        Answers.once(ctx, operator.operations(), operations -> {
            ArrayNode answer = JsonNodeFactory.instance.arrayNode();
            operations.forEach(operation -> answer.add(OperationJson.of(operation)));
            Answers.json(ctx, 200, answer);
        });
    }

    private static void showOperation(Context ctx, Operator operator) {
        Answers.once(ctx, operation(ctx, operator), operation -> Answers.json(ctx, 200, OperationJson.of(operation)));
    }

    private static CompletableFuture<OperationPicture> operation(Context ctx, Operator operator) {
        String id = ctx.pathParam("id");
        return operator.operation(id).thenApply(found -> found.orElseThrow(() -> Subject.OPERATION.notFound(id)));
    }

    private static void throttle(Context ctx, Operator operator) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        ThrottleRequest wanted = ThrottleRequest.parse(Bodies.read(ctx));
        Actor actor = actor(ctx);
        decide(
                ctx,
                200,
                Subject.OPERATION,
                operation(ctx, operator)
                        .thenCompose(now -> operator.throttle(now.operationId(), wanted.over(now.throttle()), actor)));
    }

    private static void compare(Context ctx, Operator operator, boolean repair) {
        decide(ctx, 202, Subject.INDEX, operator.verify(ctx.pathParam("uid"), repair, actor(ctx)));
    }

    /** What an order is about, and what is said when there is none or it cannot be followed. */
    enum Subject {
        PLAN("id", "Plan", ErrorCode.PLAN_NOT_FOUND, ErrorCode.PLAN_REFUSED),
        OPERATION("id", "Operation", ErrorCode.OPERATION_NOT_FOUND, ErrorCode.OPERATION_REFUSED),
        INDEX("uid", "Index", ErrorCode.INDEX_NOT_FOUND, ErrorCode.OPERATION_REFUSED),
        NODE("id", "Node", ErrorCode.NODE_NOT_FOUND, ErrorCode.NODE_REFUSED);

        private final String parameter;
        private final String word;
        private final ErrorCode absent;
        private final ErrorCode refused;

        Subject(String parameter, String word, ErrorCode absent, ErrorCode refused) {
            this.parameter = parameter;
            this.word = word;
            this.absent = absent;
            this.refused = refused;
        }

        ApiException notFound(String name) {
            return new ApiException(absent, word + " `" + name + "` not found.");
        }
    }

    static void decide(Context ctx, int status, Subject subject, CompletableFuture<Decision> order) {
        ctx.future(() -> order.thenAccept(decision -> answer(ctx, status, subject, decision)));
    }

    private static void answer(Context ctx, int status, Subject subject, Decision decision) {
        switch (decision.kind()) {
            case DONE ->
                Answers.json(
                        ctx,
                        status,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put(subject == Subject.NODE ? "nodeId" : "operationId", decision.id())
                                .put("message", decision.message()));
            case OUTDATED -> {
                ApiError error = new ApiError(ErrorCode.PLAN_OUTDATED, decision.message());
                Answers.json(ctx, error.code().status(), error.node().put("planId", decision.id()));
            }
            case REFUSED -> throw new ApiException(subject.refused, decision.message());
            case NOT_FOUND -> throw subject.notFound(ctx.pathParam(subject.parameter));
        }
    }

    static Actor actor(Context ctx) {
        String agent = ctx.userAgent();
        String who = agent != null && agent.startsWith("miroir-cli") ? "cli" : "api";
        String request = ctx.res().getHeader(Api.REQUEST_ID);
        return new Actor(who, request == null ? "" : request);
    }
}
