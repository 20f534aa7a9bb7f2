package miroir.engine.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import miroir.engine.Engine;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.LostShards;
import miroir.engine.task.NewTask;

/** Makes tasks of requests: 202 once the task is durable. */
final class Writes {
    private final Engine engine;

    Writes(Engine engine) {
        this.engine = engine;
    }

    /**
     * Refuses a write that cannot be kept: when Miroir's disk has no room, when too much waits, when a shard of the index
     * has no copy left, or when there is no node at all.
     */
    void requireCopies(String uid) {
        engine.vitals().requireRoom(0);
        engine.tasks().backlog().requireRoom();
        var cluster = engine.cluster().current().cluster();
        if (cluster.nodes().isEmpty()) {
            throw new ApiException(ErrorCode.MIROIR_NO_QUORUM, "Miroir has no nodes to write to.");
        }
        IndexEntry entry = cluster.indexes().get(uid);
        if (entry == null) {
            return;
        }
        LostShards lost = LostShards.of(entry);
        if (!lost.shards().isEmpty()) {
            throw new ApiException(ErrorCode.MIROIR_NO_QUORUM, lost.refusal(uid));
        }
    }

    /** Registers the task and answers 202. */
    void accept(Context ctx, NewTask task) {
        NewTask wish = Idempotency.of(ctx, task, engine.tasks().payloads().path());
        ctx.future(
                () -> engine.tasks().accept(wish).thenAccept(made -> Answers.json(ctx, 202, TaskJson.summary(made))));
    }

    static ObjectNode details() {
        return JsonNodeFactory.instance.objectNode();
    }
}
