package miroir.engine.sim.light;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** One task of a node; its details are text with at most one count that is known in the end. */
final class LightTask {
    /** What it does; the count for its details. */
    interface Work {
        int run();
    }

    /** The details before and after the count. Without a count, all of them stand before it. */
    record Details(String before, @Nullable String after) {
        String with(@Nullable Integer count) {
            return after == null ? before : before + count + after;
        }
    }

    final int uid;
    private String index;
    /** What the task renames its index to, or null. */
    private @Nullable String newIndex;

    final String type;
    final Details details;
    final @Nullable String metadata;
    final Work work;
    private final String enqueuedAt;
    private String status = "enqueued";
    private @Nullable Progress progress;
    private byte @Nullable [] json;

    LightTask(int uid, Order order, Instant now) {
        this.uid = uid;
        this.index = order.index;
        this.newIndex = order.newIndex;
        this.type = order.type;
        this.details = order.details;
        this.metadata = order.metadata;
        this.work = order.work;
        this.enqueuedAt = time(now);
    }

    /**
     * A task to be enqueued.
     *
     * @param newIndex what it renames its index to, or null
     */
    record Order(
            String index,
            String type,
            Details details,
            @Nullable String metadata,
            @Nullable String newIndex,
            Work work) {
        /** The same, and the node cannot do it. */
        Order spoiled() {
            return new Order(index, type, details, metadata, newIndex, () -> {
                throw new ApiException("internal", "MDB_CORRUPTED: Located page was wrong type");
            });
        }

        Order renaming(@Nullable String newUid) {
            return new Order(index, type, details, metadata, newUid, work);
        }
    }

    /** Whether it is found by the uid of one of these indexes. */
    boolean isOf(List<String> indexes) {
        return indexes.contains(index) || (newIndex != null && indexes.contains(newIndex));
    }

    /** Two uids change places: one was renamed to the other. */
    void swap(String one, String other) {
        index = swapped(index, one, other);
        newIndex = newIndex == null ? null : swapped(newIndex, one, other);
        json = null;
    }

    private static String swapped(String uid, String one, String other) {
        return uid.equals(one) ? other : uid.equals(other) ? one : uid;
    }

    String status() {
        return status;
    }

    /** Does it; tasks run one after the other, so the batch is given by the caller. */
    void run(int batch, Instant now) {
        int count = 0;
        String error = "null";
        try {
            count = work.run();
            status = "succeeded";
        } catch (ApiException e) {
            status = "failed";
            error = Json.text(e.body());
        }
        String at = '"' + time(now) + '"';
        progress = new Progress(Integer.toString(batch), details.with(count), error, "\"PT0.000000000S\"", at);
        json = null;
    }

    private record Progress(String batch, String details, String error, String duration, String finishedAt) {}

    byte[] json() {
        byte[] known = json;
        if (known == null) {
            Progress now = progress;
            known = json(now == null ? new Progress("null", details.with(null), "null", "null", "null") : now);
            json = known;
        }
        return known;
    }

    private byte[] json(Progress progress) {
        StringBuilder text = new StringBuilder(400)
                .append("{\"uid\":")
                .append(uid)
                .append(",\"batchUid\":")
                .append(progress.batch)
                .append(",\"indexUid\":\"")
                .append(index)
                .append("\",\"status\":\"")
                .append(status)
                .append("\",\"type\":\"")
                .append(type)
                .append("\",\"canceledBy\":null");
        text.append(",\"details\":").append(progress.details);
        text.append(",\"error\":").append(progress.error);
        text.append(",\"duration\":").append(progress.duration);
        text.append(",\"enqueuedAt\":\"").append(enqueuedAt);
        text.append("\",\"startedAt\":").append(progress.finishedAt);
        text.append(",\"finishedAt\":").append(progress.finishedAt);
        return metadata(text).append('}').toString().getBytes(UTF_8);
    }

    /** The answer to the call that made it. */
    String summary() {
        StringBuilder text = new StringBuilder(200)
                .append("{\"taskUid\":")
                .append(uid)
                .append(",\"indexUid\":\"")
                .append(index)
                .append("\",\"status\":\"enqueued\",\"type\":\"")
                .append(type)
                .append("\",\"enqueuedAt\":\"")
                .append(enqueuedAt)
                .append('"');
        return metadata(text).append('}').toString();
    }

    private StringBuilder metadata(StringBuilder text) {
        return metadata == null ? text : text.append(",\"customMetadata\":").append(Json.text(metadata));
    }

    /** A time as Meilisearch shows it: with a fraction, but no zeros at its end. */
    private static String time(Instant at) {
        String text = at.toString();
        int end = text.length() - 1;
        if (text.indexOf('.') < 0) {
            return text.substring(0, end) + ".0Z";
        }
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end) + 'Z';
    }

    /** The details of a task that counts nothing. */
    static Details plain(Map<String, @Nullable Object> details) {
        return new Details(Json.text(details), null);
    }
}
