package miroir.engine.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import miroir.core.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * One task of a node's own list.
 *
 * @param indexUid the index it works on, by the name it has now; null: none
 * @param type Meilisearch's word, which may be one that Miroir does not know
 * @param metadata what the call carried as customMetadata; empty: nothing
 * @param details as the node writes them; a missing node when there are none
 * @param error why it failed; null: it did not, or not yet
 */
public record NodeTask(
        TaskRef ref,
        @Nullable String indexUid,
        TaskStatus status,
        String type,
        String metadata,
        JsonNode details,
        @Nullable NodeError error) {

    /** Its number on the node. */
    public long uid() {
        return ref.uid();
    }

    /** Reads one task; null when it is none. */
    static @Nullable NodeTask of(JsonNode value) {
        JsonNode uid = value.path("uid");
        JsonNode status = value.path("status");
        JsonNode type = value.path("type");
        JsonNode enqueued = value.path("enqueuedAt");
        if (!uid.isIntegralNumber() || !status.isTextual() || !type.isTextual() || !enqueued.isTextual()) {
            return null;
        }
        return new NodeTask(
                new TaskRef(uid.longValue(), enqueued.textValue()),
                value.path("indexUid").textValue(),
                TaskStatus.ofNode(status.textValue()),
                type.textValue(),
                value.path("customMetadata").asText(""),
                value.path("details"),
                NodeError.of(0, value.path("error")));
    }
}
