package miroir.engine.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.List;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/** Meilisearch's routes that Miroir does not serve, told so honestly: 501 rather than a 404 that looks like a typo. */
final class NotYet {
    private static final List<String> ROUTES = List.of(
            "/indexes/{uid}/similar",
            "/indexes/{uid}/fields",
            "/indexes/{uid}/compact",
            "/swap-indexes",
            "/tasks/cancel",
            "/batches",
            "/batches/{uid}",
            "/keys",
            "/keys/{key}",
            "/dumps",
            "/snapshots",
            "/export",
            "/experimental-features",
            "/network",
            "/webhooks",
            "/webhooks/{uid}",
            "/metrics",
            "/logs/stream",
            "/logs/stderr",
            "/dynamic-search-rules",
            "/dynamic-search-rules/{uid}",
            "/render-template",
            "/chats",
            "/chats/{workspace}");

    private NotYet() {}

    static void install(RoutesConfig routes) {
        Handler refuse = ctx -> {
            throw new ApiException(ErrorCode.MIROIR_NOT_SUPPORTED, "Miroir does not support `" + ctx.path() + "` yet.");
        };
        for (String route : ROUTES) {
            routes.get(route, refuse);
            routes.post(route, refuse);
            routes.patch(route, refuse);
            routes.delete(route, refuse);
        }
        routes.delete("/tasks", refuse);
        routes.post("/indexes/{uid}/documents/edit", refuse);
    }
}
