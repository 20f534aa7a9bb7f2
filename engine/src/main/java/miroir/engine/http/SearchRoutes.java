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
import miroir.engine.search.SearchTiming;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/** {@code GET} and {@code POST /indexes/{uid}/search}. */
final class SearchRoutes {
    private final Engine engine;

    SearchRoutes(Engine engine) {
        this.engine = engine;
    }

    void install(RoutesConfig routes) {
        routes.post("/indexes/{uid}/search", ctx -> {
            SearchTiming timing = timing(ctx);
            JsonContentType.check(ctx.header("Content-Type"));
            search(ctx, SearchRequest.fromJson(Bodies.read(ctx)), timing);
        });
        routes.get("/indexes/{uid}/search", ctx -> {
            SearchTiming timing = timing(ctx);
            search(ctx, SearchRequest.fromQuery(ctx.queryParamMap()), timing);
        });
    }

    private void search(Context ctx, SearchRequest request, @Nullable SearchTiming timing) {
        String uid = IndexUid.check(ctx.pathParam("uid"));
        Snapshot snapshot = engine.cluster().current();
        if (snapshot.index(uid) == null) {
            request.checkFilter();
        }
        SearchService.Call call =
                new SearchService.Call(snapshot, Answers.index(snapshot, uid), request, policy(ctx), timing);
        ctx.future(() -> engine.search().search(call).thenAccept(reply -> {
            if (timing != null) {
                ctx.header("Server-Timing", timing.header());
            }
            Answers.reply(ctx, reply);
        }));
    }

    private @Nullable SearchTiming timing(Context ctx) {
        String wish = ctx.header("X-Miroir-Timing");
        if (wish == null || wish.equals("0")) {
            return null;
        }
        if (wish.equals("1")) {
            return new SearchTiming(engine.ports().ticker());
        }
        throw new ApiException(ErrorCode.BAD_REQUEST, "X-Miroir-Timing must be `1` or `0`, not `" + wish + "`.");
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
