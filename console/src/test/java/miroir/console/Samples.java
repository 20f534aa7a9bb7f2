package miroir.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.engine.api.SearchReply;
import miroir.engine.api.TaskPicture;
import miroir.engine.api.TaskPicture.Part;

/** Tasks and search answers to show. */
public final class Samples {
    private static final String ERROR =
            "{\"message\":\"Document identifier `\\\"a b\\\"` is invalid.\",\"code\":\"invalid_document_id\","
                    + "\"type\":\"invalid_request\",\"link\":\"https://docs.meilisearch.com/errors#invalid_document_id\"}";

    private Samples() {}

    /** Ninety tasks, the newest running or waiting, two failed. */
    public static List<TaskPicture> tasks() {
        List<TaskPicture> tasks = new ArrayList<>();
        for (long uid = 8123; uid > 8033; uid--) {
            tasks.add(task(
                    uid,
                    uid > 8121
                            ? TaskStatus.ENQUEUED
                            : uid > 8118
                                    ? TaskStatus.PROCESSING
                                    : uid % 37 == 0 ? TaskStatus.FAILED : TaskStatus.SUCCEEDED));
        }
        return tasks;
    }

    private static TaskPicture task(long uid, TaskStatus status) {
        var enqueued = Pictures.NOW.minusSeconds((8124 - uid) * 41);
        boolean waiting = status == TaskStatus.ENQUEUED;
        boolean ended = status.isFinal();
        TaskType type = uid % 9 == 0
                ? TaskType.SETTINGS_UPDATE
                : uid % 7 == 0 ? TaskType.DOCUMENT_DELETION : TaskType.DOCUMENT_ADDITION_OR_UPDATE;
        PartStatus part = ended && status == TaskStatus.FAILED
                ? PartStatus.FAILED
                : ended ? PartStatus.SUCCEEDED : PartStatus.ENQUEUED;
        String error = status == TaskStatus.FAILED ? ERROR : null;
        return new TaskPicture(
                uid,
                uid % 3 == 0 ? "news" : "movies",
                type,
                status,
                enqueued,
                waiting ? null : enqueued.plusMillis(180),
                ended ? enqueued.plusMillis(180 + 37 * (uid % 61)) : null,
                "{\"receivedDocuments\":1200,\"indexedDocuments\":" + (ended ? "1200" : "null") + "}",
                error,
                List.of(
                        new Part("node-a", 0, 9001 + uid, 1, part, error),
                        new Part("node-c", 0, 7001 + uid, 1, ended ? part : PartStatus.SUCCEEDED, null),
                        new Part("node-d", 1, waiting ? -1 : 6001 + uid, waiting ? 0 : 2, part, null)));
    }

    /** Some films, one of them hostile. */
    public static SearchReply films() {
        StringBuilder hits = new StringBuilder();
        String[] titles = {
            "The <em>Mirror</em>",
            "Mirror Mirror",
            "Black Mirror: Bandersnatch",
            "Oculus",
            "Through a Glass Darkly",
            "Orpheus"
        };
        for (int i = 0; i < titles.length; i++) {
            String title = titles[i];
            hits.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(1075 + i * 13)
                    .append(",\"title\":\"")
                    .append(title)
                    .append("\",\"year\":")
                    .append(1975 + i * 7)
                    .append(
                            ",\"genres\":[\"Drama\",\"Mystery\"],\"overview\":\"A dying man in his forties remembers his past: his childhood, his mother, the war. <script>alert(1)</script>\",\"rating\":7.9,\"_formatted\":{\"id\":\"1075\",\"title\":\"")
                    .append(title.replace("Mirror", "\uE6A0Mirror\uE6A1"))
                    .append(
                            "\",\"year\":\"1975\",\"genres\":[\"Drama\",\"Mystery\"],\"rating\":\"7.9\",\"overview\":\"A dying man in his forties remembers his past in a \uE6A0mirror\uE6A1: his childhood, his mother, the war. <script>alert(1)</script>\"}}");
        }
        String body = "{\"hits\":[" + hits + "],\"query\":\"mirror\",\"processingTimeMs\":7,\"limit\":20,\"offset\":0,"
                + "\"estimatedTotalHits\":6,\"facetDistribution\":{\"genres\":{\"Drama\":5,\"Mystery\":3,\"Horror & \\\"more\\\"\":1},\"year\":{\"1975\":1,\"2018\":1}}}";
        return new SearchReply(200, body.getBytes(StandardCharsets.UTF_8), List.of(3, 17));
    }

    /** What a node says to a wrong filter. */
    public static SearchReply refusal() {
        String body = "{\"message\":\"Attribute `price` is not filterable.\",\"code\":\"invalid_search_filter\"}";
        return new SearchReply(400, body.getBytes(StandardCharsets.UTF_8), List.of());
    }
}
