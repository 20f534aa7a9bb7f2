package miroir.console.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import miroir.core.plan.Plan;
import miroir.engine.api.AuditEntry;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.TaskPicture;
import org.jspecify.annotations.Nullable;

/** Tables as CSV (RFC 4180), safe to open in a spreadsheet. */
public final class Csv {
    /** The first line of the shards table. */
    public static final String SHARDS_HEAD = line(
            "index", "shard", "documents", "node", "group", "rank", "state", "serving", "asked", "since", "reason");

    private Csv() {}

    /** The nodes. */
    public static String nodes(ClusterPicture cluster) {
        return line(
                        "id",
                        "address",
                        "group",
                        "wanted",
                        "status",
                        "health",
                        "since",
                        "lastSeen",
                        "version",
                        "indexes",
                        "copies",
                        "serving",
                        "documents",
                        "bytes",
                        "reason")
                + cluster.nodes().stream()
                        .map(n -> line(
                                n.id(),
                                n.address(),
                                n.group(),
                                n.wanted(),
                                n.status(),
                                n.health(),
                                n.since(),
                                n.lastSeen(),
                                n.version(),
                                n.indexes(),
                                n.copies(),
                                n.serving(),
                                n.documents(),
                                n.bytes(),
                                n.reason()))
                        .collect(Collectors.joining());
    }

    /** The copies of one index, without the first line. */
    public static String shards(IndexPicture index) {
        return index.shardPictures().stream()
                .flatMap(s -> s.copies().stream()
                        .map(c -> line(
                                index.uid(),
                                s.shard(),
                                s.documents(),
                                c.node(),
                                c.group(),
                                c.rank(),
                                c.state(),
                                c.serving(),
                                c.asked(),
                                c.since(),
                                c.reason())))
                .collect(Collectors.joining());
    }

    /** Those tasks. */
    public static String tasks(List<TaskPicture> tasks) {
        return line("uid", "index", "type", "status", "enqueuedAt", "startedAt", "finishedAt", "parts", "error")
                + tasks.stream()
                        .map(t -> line(
                                t.uid(),
                                t.indexUid(),
                                t.type().wire(),
                                t.status().wire(),
                                t.enqueuedAt(),
                                t.startedAt(),
                                t.finishedAt(),
                                t.parts().size(),
                                Json.message(t.error())))
                        .collect(Collectors.joining());
    }

    /** Those acts. */
    public static String audit(List<AuditEntry> entries) {
        return line("at", "who", "what", "target", "before", "after", "requestId")
                + entries.stream()
                        .map(e -> line(e.at(), e.who(), e.what(), e.target(), e.before(), e.after(), e.requestId()))
                        .collect(Collectors.joining());
    }

    /** The moves of a plan. */
    public static String moves(Plan plan) {
        return line("index", "shard", "group", "from", "to", "rank", "documents", "bytes", "reason")
                + plan.moves().stream()
                        .map(m -> line(
                                m.index(),
                                m.shard(),
                                m.group(),
                                m.from(),
                                m.to(),
                                m.rank(),
                                m.documents(),
                                m.bytes(),
                                m.reason()))
                        .collect(Collectors.joining());
    }

    private static String line(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(v -> field(Objects.toString(v, "")))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted where needed; a text that a spreadsheet would run as a formula gets an apostrophe. */
    static String field(String text) {
        String safe = text.matches("(?s)[=+@\\t\\r].*|-(?!\\d+$).*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
