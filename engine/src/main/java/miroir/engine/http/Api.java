package miroir.engine.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Optional;
import miroir.engine.Engine;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.exchange.Exchanges;
import miroir.engine.payload.PayloadException;
import miroir.engine.search.RequestUids;
import miroir.engine.state.Vitals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public API: Meilisearch's routes at the root, the management API under {@code /_miroir/}. Everything else on the
 * port is not its business.
 */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    /** Names a request in its answer and in the audit trail. */
    static final String REQUEST_ID = "X-Miroir-Request-Id";

    private final Vitals vitals;
    private final RequestUids uids;

    private Api(Engine engine) {
        this.vitals = engine.vitals();
        this.uids = new RequestUids(engine.ports().clock(), engine.ports().random());
    }

    /** Puts all routes into the server. */
    public static void install(JavalinConfig config, Engine engine, ApiOptions options) {
        Api api = new Api(engine);
        Keys keys = new Keys(options.masterKey());
        config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.jetty.modifyServer(server -> Exchanges.install(
                server, keys::admit, Bodies.LARGEST, engine.ports().ticker()));
        config.http.maxRequestSize = Payloads.MAX_BYTES;
        config.routes.before(api::identify);
        Doors.install(config.routes, keys);
        config.routes.beforeMatched(new WithheldGuard(engine.cluster())::check);
        config.routes.beforeMatched(new AfterTask(engine)::await);
        config.routes.exception(ApiException.class, (e, ctx) -> Answers.error(ctx, e.error()));
        config.routes.exception(PayloadException.class, (e, ctx) -> Answers.error(ctx, Payloads.error(e)));
        config.routes.exception(Bodies.BrokenBody.class, Api::broken);
        config.routes.exception(
                HttpResponseException.class,
                (e, ctx) -> ctx.status(e.getStatus()).result(""));
        config.routes.exception(Exception.class, api::failed);
        new SystemRoutes(engine, options.version()).install(config.routes);
        new IndexRoutes(engine).install(config.routes);
        new DocumentRoutes(engine).install(config.routes);
        new SearchRoutes(engine).install(config.routes);
        new SettingsRoutes(engine).install(config.routes);
        new TaskRoutes(engine).install(config.routes);
        new ManagementRoutes(engine, keys).install(config.routes);
        new OperatorRoutes(options.operator()).install(config.routes);
        NotYet.install(config.routes);
    }

    private void identify(Context ctx) {
        ctx.header(REQUEST_ID, uids.next());
    }

    /** A client's mistake or misfortune: one line, and an answer where it can still be given. */
    private static void broken(Bodies.BrokenBody e, Context ctx) {
        LOG.info("{} {}: {}", ctx.method(), ctx.path(), e.getMessage());
        ErrorCode code = e.isLate() ? ErrorCode.CLIENT_TOO_SLOW : ErrorCode.BAD_REQUEST;
        Answers.error(ctx, new ApiError(code, String.valueOf(e.getMessage())));
    }

    private void failed(Exception e, Context ctx) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof ApiException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ApiException known) {
            Answers.error(ctx, known.error());
            return;
        }
        if (cause instanceof PayloadException known) {
            Answers.error(ctx, Payloads.error(known));
            return;
        }
        Optional<String> end = vitals.failure();
        if (end.isPresent()) {
            Answers.error(ctx, new ApiError(ErrorCode.MIROIR_UNAVAILABLE, end.get() + "."));
            return;
        }
        LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
        Answers.error(ctx, new ApiError(ErrorCode.INTERNAL, "An internal error has occurred in Miroir."));
    }
}
