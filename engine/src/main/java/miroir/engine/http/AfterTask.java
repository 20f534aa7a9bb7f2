package miroir.engine.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import miroir.engine.Engine;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Numbers;

/**
 * Reads your writes: a read that names a task waits until that task has ended, and looks at nothing before. No thread
 * waits with it.
 */
final class AfterTask {
    private static final String HEADER = "X-Miroir-After-Task";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How the paths end that are read by POST. */
    private static final List<String> POSTED = List.of("search", "/documents/fetch", "/similar");

    private final Engine engine;

    AfterTask(Engine engine) {
        this.engine = engine;
    }

    /** Runs before the route itself, which Javalin runs when the task has ended. */
    void await(Context ctx) {
        String task = ctx.header(HEADER);
        if (task == null || !reads(ctx)) {
            return;
        }
        OptionalLong uid = Numbers.unsigned(task, Numbers.U32_MAX);
        if (uid.isEmpty()) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "Invalid value in header `" + HEADER + "`: could not parse `" + task + "` as a positive integer");
        }
        ctx.future(() -> ended(uid.getAsLong()));
    }

    /** Goes on, or answers, on another thread than the one that decides. */
    private CompletableFuture<Void> ended(long uid) {
        return engine.tasks()
                .ended(uid, PATIENCE)
                .whenCompleteAsync((done, failure) -> {}, engine.ports().workers());
    }

    private static boolean reads(Context ctx) {
        Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
        if (endpoint == null) {
            return false;
        }
        String path = endpoint.path;
        return endpoint.method.equals(HandlerType.GET)
                ? path.startsWith("/indexes") || path.equals("/stats")
                : endpoint.method.equals(HandlerType.POST) && POSTED.stream().anyMatch(path::endsWith);
    }
}
