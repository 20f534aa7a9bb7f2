package miroir.engine.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import miroir.engine.Engine;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.IndexUid;
import miroir.engine.request.JsonContentType;
import miroir.engine.request.SearchRequest;
import miroir.engine.search.Policy;
import miroir.engine.search.SearchService;
import miroir.engine.state.Snapshot;

/** {@code GET} and {@code POST /indexes/{uid}/search}. */
final class SearchRoutes {
    private final Engine engine;

    SearchRoutes(Engine engine) {
        this.engine = engine;
    }

    void install(RoutesConfig routes) {
        routes.post("/indexes/{uid}/search", ctx -> {
            IndexUid.check(ctx.pathParam("uid"));
            JsonContentType.check(ctx.header("Content-Type"));
            search(ctx, SearchRequest.fromJson(Bodies.read(ctx)));
        });
        routes.get("/indexes/{uid}/search", ctx -> {
            IndexUid.check(ctx.pathParam("uid"));
            search(ctx, SearchRequest.fromQuery(ctx.queryParamMap()));
        });
    }

    private void search(Context ctx, SearchRequest request) {
        Snapshot snapshot = engine.cluster().current();
        SearchService.Call call =
                new SearchService.Call(snapshot, Answers.index(snapshot, ctx.pathParam("uid")), request, policy(ctx));
        ctx.future(() -> engine.search().search(call).thenAccept(reply -> Answers.reply(ctx, reply)));
    }

    private static Policy policy(Context ctx) {
        String wish = ctx.header("X-Miroir-Policy");
        if (wish == null || wish.equals("partial")) {
            return Policy.PARTIAL;
        }
        if (wish.equals("error")) {
            return Policy.ERROR;
        }
        throw new ApiException(
                ErrorCode.BAD_REQUEST, "X-Miroir-Policy must be `partial` or `error`, not `" + wish + "`.");
    }
}
