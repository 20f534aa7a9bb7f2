package miroir.console.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import miroir.engine.api.AuditEntry;

/**
 * What was done, newest first.
 *
 * @param more address of a longer list; empty: this is all
 */
public record AuditPage(String summary, List<Row> rows, String more) {
    /** Rows of the first page. */
    public static final int FIRST = 100;

    /** The most rows that are shown. */
    public static final int MOST = 5000;

    /** One act; {@code before} and {@code after} are empty when they were not recorded. */
    public record Row(
            Stamp at, String who, String what, String target, String before, String after, String requestId) {}

    /** The newest {@code limit} of those entries, of which one more was asked for than is shown. */
    public static AuditPage of(List<AuditEntry> entries, int limit, Instant now) {
        List<Row> rows = entries.stream().limit(limit).map(e -> row(e, now)).toList();
        boolean more = entries.size() > limit && limit < MOST;
        return new AuditPage(
                rows.isEmpty() ? "" : (more ? "The latest " : "") + Words.count(rows.size(), "act", "acts") + ".",
                rows,
                more
                        ? Links.query(
                                Links.ROOT + "/audit", Map.of("rows", Integer.toString(Math.min(MOST, limit * 5))))
                        : "");
    }

    private static Row row(AuditEntry e, Instant now) {
        return new Row(
                Stamp.of(now, e.at(), "unknown"),
                e.who(),
                e.what(),
                e.target(),
                e.before() == null ? "" : e.before(),
                e.after() == null ? "" : e.after(),
                e.requestId() == null ? "" : e.requestId());
    }
}
