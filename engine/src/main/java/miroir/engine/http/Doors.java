package miroir.engine.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/**
 * What every request passes before its route, whichever that is: the client API, the management API, the console and its
 * files. It is judged by its headers alone; of the body nothing has been read. In this order: the host it was sent to,
 * multipart, the page that sent it, its key.
 *
 * <p>Without a master key a browser is the way in: a page of any site can have it send requests to this machine, under
 * the page's own host name too (DNS rebinding). So only loopback names are served then, and what changes anything must
 * not come from another site's page. With a master key that holds for what acts on the cluster and for the console,
 * whose cookies browsers send by themselves.
 */
final class Doors {
    private static final Set<String> OPEN = Set.of("/", "/health", "/_miroir/health");
    /** How the paths end that are read by POST. */
    private static final List<String> POSTED =
            List.of("/search", "/documents/fetch", "/similar", "/facet-search", "/multi-search");

    /** What copies the database and writes to the audit trail, though it is a GET. */
    private static final Set<String> ACTING = Set.of("/_miroir/backup");

    private final Keys keys;

    private Doors(Keys keys) {
        this.keys = keys;
    }

    static void install(RoutesConfig routes, Keys keys) {
        Doors doors = new Doors(keys);
        routes.before(doors::host);
        routes.before(Doors::multipart);
        routes.beforeMatched(doors::page);
        routes.beforeMatched(doors::key);
    }

    private void host(Context ctx) {
        if (keys.areAbsent() && !Hosts.isLoopback(ctx.header("Host"))) {
            throw new ApiException(
                    ErrorCode.FOREIGN_HOST,
                    "Without a master key Miroir serves requests to a loopback name only, such as `localhost`. Start it"
                            + " with a master key (`--master-key`, `MIROIR_MASTER_KEY` or `masterKey`) to serve other"
                            + " host names.");
        }
    }

    /** Nothing here takes forms with files, and no library may write such a body to a temporary file. */
    private static void multipart(Context ctx) {
        String type = ctx.header("Content-Type");
        String essence = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (essence.startsWith("multipart/")) {
            throw new ApiException(
                    ErrorCode.INVALID_CONTENT_TYPE,
                    "The Content-Type `" + essence + "` is invalid. Accepted values for the Content-Type header are:"
                            + " `application/json`, `application/x-ndjson`, `text/csv`");
        }
    }

    private void page(Context ctx) {
        if (reads(ctx) || !(keys.areAbsent() || isOperators(path(ctx)))) {
            return;
        }
        String host = ctx.header("Host");
        boolean ours = headers(ctx, "Sec-Fetch-Site").stream()
                        .allMatch(site -> site.equals("same-origin") || site.equals("none"))
                && headers(ctx, "Origin").stream().allMatch(origin -> Hosts.isSame(origin, host));
        if (!ours) {
            throw new ApiException(
                    ErrorCode.FOREIGN_ORIGIN, "A page of another site sent this request. Nothing was changed.");
        }
    }

    private void key(Context ctx) {
        String path = path(ctx);
        if (!OPEN.contains(path) && !isConsole(path)) {
            keys.require(ctx);
        }
    }

    private static boolean reads(Context ctx) {
        HandlerType method = ctx.method();
        String path = path(ctx);
        if (method.equals(HandlerType.GET) || method.equals(HandlerType.HEAD)) {
            return !ACTING.contains(path);
        }
        return method.equals(HandlerType.POST)
                && !isOperators(path)
                && POSTED.stream().anyMatch(path::endsWith);
    }

    /** Whether the operator sees or steers the cluster there. */
    static boolean isOperators(String path) {
        return path.startsWith("/_miroir/") || isConsole(path);
    }

    private static boolean isConsole(String path) {
        return path.equals("/console") || path.startsWith("/console/");
    }

    /**
     * Of the route as it is declared: however a client writes a path, it cannot look like another. HEAD comes as GET.
     */
    static String path(Context ctx) {
        Endpoint route = ctx.endpoints().matchedHttpEndpoint();
        return route == null ? ctx.path() : route.path;
    }

    private static List<String> headers(Context ctx, String name) {
        return Collections.list(ctx.req().getHeaders(name));
    }
}
