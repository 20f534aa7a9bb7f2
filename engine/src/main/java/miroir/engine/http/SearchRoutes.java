package miroir.engine.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import miroir.engine.Engine;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.FacetSearchRequest;
import miroir.engine.request.IndexUid;
import miroir.engine.request.JsonContentType;
import miroir.engine.request.MultiSearchRequest;
import miroir.engine.request.SearchRequest;
import miroir.engine.search.FacetSearchService;
import miroir.engine.search.Policy;
import miroir.engine.search.SearchService;
import miroir.engine.search.SearchTiming;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/** {@code GET} and {@code POST /indexes/{uid}/search}, {@code POST /indexes/{uid}/facet-search} and {@code /multi-search}. */
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
        routes.post("/indexes/{uid}/facet-search", this::facetSearch);
        routes.post("/multi-search", ctx -> {
            SearchTiming timing = timing(ctx);
            JsonContentType.check(ctx.header("Content-Type"));
            multiSearch(ctx, MultiSearchRequest.fromJson(Bodies.read(ctx)), timing);
        });
    }

    private void multiSearch(Context ctx, MultiSearchRequest request, @Nullable SearchTiming timing) {
        Snapshot snapshot = engine.cluster().current();
        Policy policy = policy(ctx);
        List<Supplier<SearchService.Call>> calls = request.queries().stream()
                .<Supplier<SearchService.Call>>map(query -> () -> {
                    MultiSearchRequest.checkAlone(query);
                    return new SearchService.Call(
                            snapshot, Answers.index(snapshot, query.indexUid()), query.search(), policy, timing);
                })
                .toList();
        ctx.future(() -> engine.search().searchAll(calls).thenAccept(reply -> {
            if (timing != null) {
                ctx.header("Server-Timing", timing.header());
            }
            Answers.reply(ctx, reply);
        }));
    }

    private void facetSearch(Context ctx) throws IOException {
        IndexUid.check(ctx.pathParam("uid"));
        JsonContentType.check(ctx.header("Content-Type"));
        FacetSearchRequest request = FacetSearchRequest.fromJson(Bodies.read(ctx));
        Snapshot snapshot = engine.cluster().current();
        FacetSearchService.Call call = new FacetSearchService.Call(
                snapshot, Answers.index(snapshot, ctx.pathParam("uid")), request, policy(ctx));
        ctx.future(() -> engine.facetSearch().search(call).thenAccept(reply -> Answers.reply(ctx, reply)));
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
