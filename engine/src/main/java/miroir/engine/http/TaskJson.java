package miroir.engine.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import miroir.core.time.Age;
import miroir.engine.error.Json;
import miroir.engine.store.StoredTask;
import org.jspecify.annotations.Nullable;

/** Tasks in Meilisearch's JSON. */
final class TaskJson {
    private static final DateTimeFormatter NANOS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TaskJson() {}

    /** The answer to the request that made the task. */
    static ObjectNode summary(StoredTask task) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("taskUid", task.uid())
                .put("indexUid", task.indexUid())
                .put("status", task.status().wire())
                .put("type", task.type().wire())
                .put("enqueuedAt", time(task.enqueuedAt()));
        if (task.customMetadata() != null) {
            node.put("customMetadata", task.customMetadata());
        }
        return node;
    }

    /** The whole task. A task is its own batch. */
    static ObjectNode full(StoredTask task) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("uid", task.uid());
        node.put("batchUid", task.startedAt() == null ? null : Long.valueOf(task.uid()));
        node.put("indexUid", task.indexUid())
                .put("status", task.status().wire())
                .put("type", task.type().wire())
                .put("canceledBy", task.canceledBy());
        if (task.details() != null) {
            node.set("details", Json.read(task.details()));
        }
        node.set("error", task.error() == null ? JsonNodeFactory.instance.nullNode() : Json.read(task.error()));
        node.put("duration", duration(task.startedAt(), task.finishedAt()))
                .put("enqueuedAt", time(task.enqueuedAt()))
                .put("startedAt", time(task.startedAt()))
                .put("finishedAt", time(task.finishedAt()));
        if (task.customMetadata() != null) {
            node.put("customMetadata", task.customMetadata());
        }
        return node;
    }

    static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : NANOS.format(instant);
    }

    private static @Nullable String duration(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Age.of(from, to).toString();
    }
}
