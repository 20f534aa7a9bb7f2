package miroir.embedded.api;

import java.util.List;
import miroir.embedded.error.ApiException;
import org.jspecify.annotations.Nullable;

/** Finds the route of a call and turns errors into answers. */
public final class Router {

    private final SystemRoutes system;
    private final IndexRoutes indexes;
    private final DocumentWrites writes;
    private final DocumentReads reads;
    private final SearchRoutes search;
    private final MultiSearchRoute multiSearch;
    private final SettingsRoutes settings;
    private final TaskRoutes tasks;
    private final @Nullable String masterKey;

    /** The routes over a node. */
    public Router(Context context, @Nullable String masterKey) {
        this.system = new SystemRoutes(context);
        this.indexes = new IndexRoutes(context);
        this.writes = new DocumentWrites(context);
        this.reads = new DocumentReads(context);
        this.search = new SearchRoutes(context);
        this.multiSearch = new MultiSearchRoute(search);
        this.settings = new SettingsRoutes(context);
        this.tasks = new TaskRoutes(context);
        this.masterKey = masterKey;
    }

    /** Answers a call. */
    public Reply handle(Call call) {
        try {
            return route(call);
        } catch (ApiException e) {
            return Reply.of(e.status(), e.body());
        } catch (RuntimeException e) {
            ApiException error = new ApiException("internal", "An internal error has occurred. `" + e + "`.");
            return Reply.of(error.status(), error.body());
        }
    }

    private Reply route(Call call) {
        List<String> path = call.segments();
        String first = path.isEmpty() ? "" : path.get(0);
        if (path.size() <= 1 && List.of("", "health").contains(first)) {
            return first.isEmpty() ? system.root(call) : system.health(call);
        }
        authorize(call);
        return switch (first) {
            case "version", "stats", "experimental-features" ->
                path.size() == 1 ? system.route(call) : Reply.empty(404);
            case "tasks", "batches" -> tasks.route(call);
            case "multi-search" -> path.size() == 1 ? multiSearch.route(call) : Reply.empty(404);
            case "indexes" -> path.size() <= 2 ? indexes.route(call) : insideIndex(call);
            default -> Reply.empty(404);
        };
    }

    private void authorize(Call call) {
        if (masterKey == null) {
            return;
        }
        String header = call.header("authorization");
        if (header == null) {
            throw new ApiException(
                    "missing_authorization_header",
                    "The Authorization header is missing. It must use the bearer authorization method.");
        }
        if (!header.equals("Bearer " + masterKey)) {
            throw new ApiException("invalid_api_key", "The provided API key is invalid.");
        }
    }

    private Reply insideIndex(Call call) {
        if (!readsFirst(call)) {
            Context.checkUid(call.segment(1), "");
        }
        return switch (call.segment(2)) {
            case "stats" -> call.segments().size() == 3 ? indexes.stats(call) : Reply.empty(404);
            case "documents" -> documents(call);
            case "search" -> call.segments().size() == 3 ? search.route(call) : Reply.empty(404);
            case "facet-search" -> call.segments().size() == 3 ? search.facetRoute(call) : Reply.empty(404);
            case "settings" -> settings.route(call);
            default -> Reply.empty(404);
        };
    }

    /** Whether what is asked is read before the name of the index is looked at. */
    private static boolean readsFirst(Call call) {
        int size = call.segments().size();
        boolean read = call.segment(2).equals("documents")
                && (call.method().equals("GET") || (size > 3 && call.segment(3).equals("fetch")));
        return call.segment(2).equals("search") || read;
    }

    private Reply documents(Call call) {
        int size = call.segments().size();
        String method = call.method();
        if (size == 3) {
            return method.equals("GET") ? reads.list(call) : writes.all(call);
        }
        if (size > 4) {
            return Reply.empty(404);
        }
        String action = call.segment(3);
        if (method.equals("POST") && action.equals("fetch")) {
            return reads.fetch(call);
        }
        if (method.equals("POST") && List.of("delete-batch", "delete").contains(action)) {
            return action.equals("delete") ? writes.deleteByFilter(call) : writes.deleteBatch(call);
        }
        if (List.of("fetch", "delete-batch", "delete", "edit").contains(action)) {
            return Reply.empty(405);
        }
        return switch (method) {
            case "GET" -> reads.one(call);
            case "DELETE" -> writes.deleteOne(call);
            default -> Reply.empty(405);
        };
    }
}
