package miroir.embedded;

import java.util.Arrays;
import java.util.List;
import miroir.embedded.api.Call;
import miroir.embedded.api.Context;
import miroir.embedded.api.Features;
import miroir.embedded.api.Reply;
import miroir.embedded.api.Router;
import miroir.embedded.engine.Engine;
import miroir.embedded.json.Json;
import miroir.embedded.task.TaskQueue;

/**
 * A node with Meilisearch's interface inside this process. Calls may come from any thread; tasks run one at a time, in
 * order, on the executor given.
 */
public final class EmbeddedNode implements AutoCloseable {

    private final Engine engine;
    private final TaskQueue tasks;
    private final Router router;

    private EmbeddedNode(EmbeddedOptions options) {
        this.engine = new Engine(options.maxFields());
        this.tasks = new TaskQueue(options.data(), options.clock(), options.taskExecutor(), engine);
        this.router = new Router(new Context(engine, tasks, new Features(), options.clock()), options.masterKey());
    }

    /** Opens a node; with a directory, as it was when it was last stopped or killed. */
    public static EmbeddedNode open(EmbeddedOptions options) {
        return new EmbeddedNode(options);
    }

    /** Answers one call; never throws for what the caller did wrong. */
    public EmbeddedResponse handle(EmbeddedRequest request) {
        List<String> segments = Arrays.stream(request.path().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        Reply reply =
                router.handle(new Call(request.method(), segments, request.query(), request.headers(), request.body()));
        byte[] body = reply.body();
        return body == null
                ? new EmbeddedResponse(reply.status(), "", new byte[0])
                : new EmbeddedResponse(reply.status(), "application/json", body);
    }

    /** The answer to a body that is larger than the server takes. */
    static EmbeddedResponse tooLarge(long limit) {
        miroir.embedded.error.ApiException error = new miroir.embedded.error.ApiException(
                "payload_too_large",
                "The provided payload reached the size limit. The maximum accepted payload size is "
                        + limit / (1024 * 1024) + " MiB.");
        return new EmbeddedResponse(error.status(), "application/json", Json.bytes(error.body()));
    }

    /** Stops after the task that runs; waiting tasks are kept when there is a directory. */
    @Override
    public void close() {
        tasks.close();
        engine.close();
    }
}
