package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.Operator;
import miroir.engine.api.ShardRemains;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.http.OperatorRoutes.Subject;
import miroir.engine.request.AcceptRequest;
import miroir.engine.request.JsonContentType;
import miroir.engine.request.NodeEditRequest;
import org.jspecify.annotations.Nullable;

/** Ways back: copies out of sync that are accepted, nodes that have moved. */
final class ActRoutes {
    private static final String INDEX = "/_miroir/indexes/{uid}";
    private static final String SHARD = INDEX + "/shards/{shard}";

    private ActRoutes() {}

    static void install(RoutesConfig routes, OperatorRoutes orders) {
        routes.get(INDEX + "/candidates", orders.with((ctx, operator) -> candidates(ctx, operator, null)));
        routes.get(SHARD + "/candidates", orders.with((ctx, operator) -> candidates(ctx, operator, shard(ctx))));
        routes.post(INDEX + "/accept", orders.with(ActRoutes::acceptMany));
        routes.post(SHARD + "/accept", orders.with(ActRoutes::acceptOne));
        routes.patch("/_miroir/nodes/{id}", orders.with(ActRoutes::change));
    }

    private static int shard(Context ctx) {
        try {
            return Integer.parseInt(ctx.pathParam("shard"));
        } catch (NumberFormatException e) {
            throw notFound(ctx);
        }
    }

    private static ApiException notFound(Context ctx) {
        String uid = ctx.pathParam("uid");
        return ctx.pathParamMap().containsKey("shard")
                ? new ApiException(
                        ErrorCode.SHARD_NOT_FOUND,
                        "Index `" + uid + "` has no shard `" + ctx.pathParam("shard") + "`, or is not there.")
                : Subject.INDEX.notFound(uid);
    }

    private static void candidates(Context ctx, Operator operator, @Nullable Integer shard) {
        Answers.once(ctx, operator.remains(ctx.pathParam("uid"), shard), found -> {
            List<ShardRemains> remains = found.orElseThrow(() -> notFound(ctx));
            if (shard != null) {
                Answers.json(ctx, 200, json(remains.get(0)));
                return;
            }
            ArrayNode answer = JsonNodeFactory.instance.arrayNode();
            remains.forEach(one -> answer.add(json(one)));
            Answers.json(ctx, 200, answer);
        });
    }

    private static ObjectNode json(ShardRemains remains) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("shard", remains.shard()).put("documents", remains.documents());
        names(json.putArray("inSync"), remains.inSync());
        names(json.putArray("unreadable"), remains.unreadable());
        names(json.putArray("mayReturn"), remains.mayReturn());
        ShardRemains.Candidate best = remains.best();
        json.put("recommended", best == null ? null : best.node()).put("withheld", remains.withheld());
        ArrayNode candidates = json.putArray("candidates");
        for (ShardRemains.Candidate one : remains.candidates()) {
            ObjectNode candidate = candidates
                    .addObject()
                    .put("node", one.node())
                    .put("group", one.group())
                    .put("rank", one.rank())
                    .put("state", ManagementRoutes.state(one.state()))
                    .put("since", one.since().toString())
                    .put("reason", one.reason())
                    .put("documents", one.documents())
                    .put("writesSince", one.writesSince())
                    .put("trouble", one.trouble());
            names(candidate.putArray("givesUp"), remains.givenUp(one));
        }
        return json;
    }

    private static void names(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }

    private static void acceptOne(Context ctx, Operator operator) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        accept(ctx, operator, AcceptRequest.one(ctx.pathParam("uid"), shard(ctx), Bodies.read(ctx)));
    }

    private static void acceptMany(Context ctx, Operator operator) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        accept(ctx, operator, AcceptRequest.many(ctx.pathParam("uid"), Bodies.read(ctx)));
    }

    private static void accept(Context ctx, Operator operator, AcceptWish wish) {
        OperatorRoutes.decide(ctx, 202, Subject.INDEX, operator.accept(wish, OperatorRoutes.actor(ctx)));
    }

    private static void change(Context ctx, Operator operator) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        NodeEdit edit = NodeEditRequest.parse(ctx.pathParam("id"), Bodies.read(ctx));
        CompletableFuture<Operator.Decision> order = operator.change(edit, OperatorRoutes.actor(ctx));
        OperatorRoutes.decide(ctx, 200, Subject.NODE, order);
    }
}
