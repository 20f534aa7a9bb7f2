package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import miroir.console.model.CopyLook;
import miroir.console.model.Curl;
import miroir.console.model.Glossary;
import miroir.console.model.IndexesPage;
import miroir.console.model.NodeActs;
import miroir.console.model.NodePage;
import miroir.console.model.NodesPage;
import miroir.console.model.OperationRow;
import miroir.console.model.OverviewPage;
import miroir.engine.api.AuditEntry;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.EngineView;
import miroir.engine.api.NodePicture;
import miroir.engine.api.Operator;
import miroir.engine.api.TaskCounts;
import miroir.engine.api.TaskPage;
import miroir.engine.api.TaskQuery;
import org.jspecify.annotations.Nullable;

/** The pages on the cluster as a whole: overview, nodes, indexes, help. */
final class ClusterPages {
    private static final int RECENT = 6;

    private final ConsoleOptions options;
    private final EngineView view;
    private final @Nullable Operator operator;
    private final Frame frame;

    ClusterPages(ConsoleOptions options, @Nullable Operator operator, Frame frame) {
        this.options = options;
        this.view = options.view();
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console", gate.guard(this::overview));
        routes.get("/console/nodes", gate.guard(this::nodes));
        routes.get("/console/nodes/{id}", gate.guard(this::node));
        routes.get("/console/indexes", gate.guard(this::indexes));
        routes.get("/console/help", gate.guard(this::help));
    }

    private Instant now() {
        return options.clock().instant();
    }

    private void overview(Context ctx) {
        TaskQuery recent = new TaskQuery(RECENT, null, List.of(), List.of(), List.of());
        TaskCounts open = view.openTasks();
        TaskPage tasks = view.tasks(recent);
        List<AuditEntry> audit = view.audit(RECENT);
        // painted last: it shows what all these tell of
        OverviewPage page = OverviewPage.of(frame.cluster(ctx), open, tasks, audit, now());
        List<OperationRow> running = frame.operations(ctx).stream()
                .map(o -> OperationRow.of(o, now()))
                .filter(OperationRow::running)
                .toList();
        if (Frame.wants(ctx, "overview-live")) {
            frame.refresh(ctx, frame.templates().fragOverviewLive(page, running));
        } else {
            Frame.html(ctx, frame.templates().pageOverview(frame.shell(ctx, "overview", "Overview"), page, running));
        }
    }

    private void nodes(Context ctx) {
        NodesPage page = NodesPage.of(frame.cluster(ctx), now());
        if (Frame.wants(ctx, "nodes-live")) {
            frame.refresh(ctx, frame.templates().fragNodesLive(page));
        } else {
            Frame.html(ctx, frame.templates().pageNodes(frame.shell(ctx, "nodes", "Nodes"), page));
        }
    }

    private void node(Context ctx) {
        ClusterPicture cluster = frame.cluster(ctx);
        Optional<NodePicture> node = cluster.nodes().stream()
                .filter(n -> n.id().equals(ctx.pathParam("id")))
                .findFirst();
        if (node.isEmpty()) {
            frame.notFound(ctx);
            return;
        }
        NodePage page = NodePage.of(node.get(), cluster, now());
        if (Frame.wants(ctx, "node-live")) {
            frame.refresh(ctx, frame.templates().fragNodeLive(page));
        } else {
            NodeActs acts = operator == null
                    ? NodeActs.NONE
                    : NodeActs.of(node.get(), frame.operations(ctx), new Curl(base(ctx)));
            Frame.html(
                    ctx,
                    frame.templates()
                            .pageNode(frame.shell(ctx, "nodes", page.node().id()), page, acts));
        }
    }

    private void indexes(Context ctx) {
        IndexesPage page = IndexesPage.of(frame.cluster(ctx), now());
        if (Frame.wants(ctx, "indexes-live")) {
            frame.refresh(ctx, frame.templates().fragIndexesLive(page));
            return;
        }
        Frame.html(ctx, frame.templates().pageIndexes(frame.shell(ctx, "indexes", "Indexes"), page, base(ctx)));
    }

    private void help(Context ctx) {
        Frame.html(
                ctx, frame.templates().pageHelp(frame.shell(ctx, "help", "Help"), Glossary.terms(), CopyLook.legend()));
    }

    /** Miroir's address as this browser sees it. */
    static String base(Context ctx) {
        return ctx.scheme() + "://" + ctx.host();
    }
}
