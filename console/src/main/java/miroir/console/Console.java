package miroir.console;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;

/** Puts the operator's pages under /console. */
public final class Console {
    private Console() {}

    /**
     * Adds every route of the console; to be called inside {@code Javalin.create}.
     *
     * @param config the server's configuration
     * @param options what the console reads and shows
     */
    public static void install(JavalinConfig config, ConsoleOptions options) {
        RoutesConfig routes = config.routes;
        Assets assets = Assets.load();
        Sessions sessions = new Sessions(options.clock(), options.random());
        Frame frame = new Frame(options, assets, sessions);
        Gate gate = new Gate(options.masterKey() != null, sessions, frame);
        routes.before("/console", Gate::headers);
        routes.before("/console/*", Gate::headers);
        routes.get("/console/static/{file}", assets::serve);
        new LoginPages(options, frame, sessions).install(routes, gate);
        new ClusterPages(options, frame).install(routes, gate);
        new ShardPages(options, frame).install(routes, gate);
        new TaskPages(options, frame).install(routes, gate);
        new SearchPages(options, frame).install(routes, gate);
        new Exports(options).install(routes, gate);
        routes.get("/console/<path>", gate.guard(frame::notFound));
    }
}
