package miroir.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import miroir.engine.api.SearchReply;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.search.MultiSearchReply;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/** Writes answers in Meilisearch's shapes. */
final class Answers {
    private Answers() {}

    static void json(Context ctx, int status, byte[] body) {
        ctx.status(status).contentType("application/json").result(body);
        // with its length known, an answer needs no chunks
        ctx.res().setContentLength(body.length);
    }

    static void json(Context ctx, int status, JsonNode body) {
        json(ctx, status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void error(Context ctx, ApiError error) {
        if (error.code().status() == 503 || error.code() == ErrorCode.NO_SPACE_LEFT_ON_DEVICE) {
            ctx.header("Retry-After", "5");
        }
        json(ctx, error.code().status(), error.json());
    }

    static void reply(Context ctx, SearchReply reply) {
        List<Integer> missing = reply.missingShards();
        String degraded =
                missing.isEmpty() ? null : "shards=" + missing.toString().replaceAll("[\\[\\] ]", "");
        searched(ctx, reply.status(), reply.body(), degraded, reply.cutOff());
    }

    static void reply(Context ctx, MultiSearchReply reply) {
        searched(ctx, reply.status(), reply.body(), reply.degraded(), reply.cutOff());
    }

    private static void searched(Context ctx, int status, byte[] body, @Nullable String degraded, boolean cutOff) {
        if (degraded != null) {
            ctx.header("X-Miroir-Degraded", degraded);
        }
        if (cutOff) {
            ctx.header("X-Miroir-Cutoff", "1");
        }
        if (status == 503) {
            ctx.header("Retry-After", "5");
        }
        json(ctx, status, body);
    }

    /**
     * Answers with what was read as soon as it may be told: at once, if it may. Else no thread waits, and the answer is
     * written by one of the server's, never by the one that decides.
     */
    static <T> void once(Context ctx, CompletableFuture<T> read, Consumer<T> answer) {
        if (read.isDone()) {
            answer.accept(read.join());
        } else {
            ctx.future(() -> read.whenCompleteAsync(
                            (value, failure) -> {}, ctx.req().getAsyncContext()::start)
                    .thenAccept(answer));
        }
    }

    /** The index of the path; throws Meilisearch's 404 when there is none. */
    static IndexEntry index(Snapshot snapshot, String uid) {
        IndexEntry index = snapshot.index(uid);
        if (index == null) {
            throw new ApiException(ErrorCode.INDEX_NOT_FOUND, "Index `" + uid + "` not found.");
        }
        return index;
    }
}
