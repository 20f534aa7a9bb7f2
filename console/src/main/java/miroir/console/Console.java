package miroir.console;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import miroir.engine.api.Operator;
import org.jspecify.annotations.Nullable;

/** Puts the operator's pages under /console. */
public final class Console {
    private Console() {}

    /**
     * Adds every page that reads; to be called inside {@code Javalin.create}.
     *
     * @param config the server's configuration
     * @param options what the console reads and shows
     */
    public static void install(JavalinConfig config, ConsoleOptions options) {
        install(config, options, null);
    }

    /**
     * Adds every page, with those that change the topology and steer operations when there is an operator.
     *
     * @param config the server's configuration
     * @param options what the console reads and shows
     * @param operator what carries out the operator's orders; null: the console only reads
     */
    public static void install(JavalinConfig config, ConsoleOptions options, @Nullable Operator operator) {
        RoutesConfig routes = config.routes;
        Assets assets = Assets.load();
        Sessions sessions = new Sessions(options.ticker(), options.random());
        FormTokens tokens = new FormTokens(sessions);
        Frame frame = new Frame(options, operator, assets, new Frame.Visitors(sessions, tokens));
        Gate gate = new Gate(options.masterKey() != null, sessions, tokens, frame);
        routes.before("/console", Gate::headers);
        routes.before("/console/*", Gate::headers);
        routes.get("/console/static/{file}", assets::serve);
        new LoginPages(options, frame, sessions).install(routes, gate);
        new ClusterPages(options, operator, frame).install(routes, gate);
        new ShardPages(options, operator, frame).install(routes, gate);
        new TaskPages(options, frame).install(routes, gate);
        new SearchPages(options, frame).install(routes, gate);
        new AuditPages(options, frame).install(routes, gate);
        new Exports(options, operator, frame).install(routes, gate);
        if (operator != null) {
            new TopologyPages(operator, frame).install(routes, gate);
            new PlanPages(options, operator, frame).install(routes, gate);
            new OperationPages(options, operator, frame).install(routes, gate);
            new NodePages(operator, frame).install(routes, gate);
            new IndexOrders(options, operator, frame).install(routes, gate);
        }
        routes.get("/console/<path>", gate.guard(frame::notFound));
        routes.post("/console/<path>", gate.guard(frame::notFound));
    }
}
