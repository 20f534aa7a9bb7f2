package miroir.embedded.task;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stands: a value, replaced when something of it changes.
 *
 * @param indexes the uids it is found by: its index and, where it renames that, the new one; later renames change them
 */
public record Task(int uid, NewTask request, List<String> indexes, Instant enqueuedAt, Progress progress) {

    /** A task that nothing was done for yet. */
    static Task accepted(int uid, NewTask request, Instant at) {
        return new Task(uid, request, request.indexes(), at, Progress.ENQUEUED);
    }

    /** How far it is. */
    public record Progress(
            Status status,
            @Nullable Integer batchUid,
            @Nullable Integer canceledBy,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Map<String, @Nullable Object> details,
            @Nullable Map<String, @Nullable Object> error) {

        static final Progress ENQUEUED = new Progress(Status.ENQUEUED, null, null, null, null, null, null);
    }

    /** The states of a task. */
    public enum Status {
        ENQUEUED,
        PROCESSING,
        SUCCEEDED,
        FAILED,
        CANCELED;

        /** The word shown for it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Whether it will not change any more. */
        public boolean isFinal() {
            return this != ENQUEUED && this != PROCESSING;
        }
    }

    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendLiteral('Z')
            .toFormatter(java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A time as Meilisearch shows it. */
    public static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : RFC_3339.format(at);
    }

    Task with(Progress next) {
        return new Task(uid, next.status().isFinal() ? request.withoutPayload() : request, indexes, enqueuedAt, next);
    }

    Task renamed(Rename rename) {
        return new Task(uid, request, indexes.stream().map(rename::of).toList(), enqueuedAt, progress);
    }

    /** The uid of the index it is about, as that was called when a later task renamed it last. */
    public @Nullable String indexUid() {
        return indexes.isEmpty() ? null : indexes.get(0);
    }

    /** The short form that answers a write. */
    public Map<String, @Nullable Object> summary() {
        Map<String, @Nullable Object> json = Json.object(
                "taskUid", uid,
                "indexUid", request.indexUid(),
                "status", "enqueued",
                "type", request.type(),
                "enqueuedAt", time(enqueuedAt));
        if (request.customMetadata() != null) {
            json.put("customMetadata", request.customMetadata());
        }
        return json;
    }

    /** The details shown now. */
    public Map<String, @Nullable Object> details() {
        Map<String, @Nullable Object> details = progress.details();
        return details == null ? request.details() : details;
    }

    /** The full form. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = Json.object(
                "uid", uid,
                "batchUid", progress.batchUid(),
                "indexUid", indexUid(),
                "status", progress.status().word(),
                "type", request.type(),
                "canceledBy", progress.canceledBy());
        json.put("details", details());
        json.put("error", progress.error());
        json.put("duration", duration());
        json.put("enqueuedAt", time(enqueuedAt));
        json.put("startedAt", time(progress.startedAt()));
        json.put("finishedAt", time(progress.finishedAt()));
        if (request.customMetadata() != null) {
            json.put("customMetadata", request.customMetadata());
        }
        return json;
    }

    /** How long it took in ISO 8601, or null while it is not done. */
    public @Nullable String duration() {
        Instant start = progress.startedAt();
        Instant end = progress.finishedAt();
        if (start == null || end == null) {
            return null;
        }
        Duration taken = Duration.between(start, end);
        return String.format(java.util.Locale.ROOT, "PT%d.%09dS", taken.getSeconds(), taken.getNano());
    }
}
