package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.console.model.SearchPage;
import miroir.console.model.SearchQuery;
import miroir.console.model.SearchResult;
import miroir.console.model.TasksPage.Option;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.SearchReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trying a search; the only page that asks the nodes, so it does not hold a thread while they answer. */
final class SearchPages {
    private static final Logger LOG = LoggerFactory.getLogger(SearchPages.class);

    private final ConsoleOptions options;
    private final Frame frame;

    SearchPages(ConsoleOptions options, Frame frame) {
        this.options = options;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/search", gate.guard(this::search));
    }

    private void search(Context ctx) {
        ClusterPicture cluster = frame.cluster(ctx);
        SearchQuery query = query(ctx, cluster);
        IndexPicture index = cluster.indexes().stream()
                .filter(i -> i.uid().equals(query.index()))
                .findFirst()
                .orElse(null);
        if (index == null) {
            String error = query.index().isEmpty() ? "" : "There is no index " + query.index() + ".";
            show(ctx, cluster, query, SearchResult.failed(error, ""));
            return;
        }
        ctx.future(() -> ask(query, index.primaryKey()).thenAccept(result -> show(ctx, cluster, query, result)));
    }

    private static SearchQuery query(Context ctx, ClusterPicture cluster) {
        String first =
                cluster.indexes().isEmpty() ? "" : cluster.indexes().get(0).uid();
        Long offset = Params.number(Params.text(ctx, "offset"));
        return new SearchQuery(
                Params.text(ctx, "index", first),
                Params.text(ctx, "q"),
                Params.text(ctx, "filter"),
                Params.text(ctx, "sort"),
                Params.text(ctx, "facets", "*"),
                offset == null ? 0 : (int) Math.min(offset, 1_000_000));
    }

    private CompletableFuture<SearchResult> ask(SearchQuery query, @Nullable String primaryKey) {
        CompletableFuture<SearchReply> reply = options.view().search(query.index(), query.consoleBody());
        return reply.thenApply(r -> SearchResult.of(query, r, primaryKey)).exceptionally(e -> {
            LOG.warn("console search on {} failed", query.index(), e);
            return SearchResult.failed("The search could not be run. The log has the reason.", "");
        });
    }

    private void show(Context ctx, ClusterPicture cluster, SearchQuery query, SearchResult result) {
        List<Option> indexes = cluster.indexes().stream()
                .map(i -> new Option(i.uid(), i.uid(), i.uid().equals(query.index())))
                .toList();
        String curl = query.index().isEmpty() ? "" : query.curl(ClusterPages.base(ctx));
        SearchPage page = new SearchPage(query, indexes, result, curl);
        if (Frame.wants(ctx, "search-results")) {
            Frame.html(ctx, frame.templates().fragSearchResults(page));
        } else {
            Frame.html(ctx, frame.templates().pageSearch(frame.shell(ctx, "search", "Search"), page));
        }
    }
}
