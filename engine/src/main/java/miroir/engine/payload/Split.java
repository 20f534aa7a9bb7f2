package miroir.engine.payload;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** A checked payload whose lines are assigned to shards; the documents themselves stay in the file. */
public final class Split implements SplitResult {
    private final Path file;
    private final LineIndex lines;
    private final long distinctIds;

    Split(Path file, LineIndex lines, long distinctIds) {
        this.file = file;
        this.lines = lines;
        this.distinctIds = distinctIds;
    }

    /** Number of documents in the payload. */
    public long received() {
        return lines.count();
    }

    /** Number of different ids among them. */
    public long distinctIds() {
        return distinctIds;
    }

    /** Number of documents by shard, for the shards that have any. */
    public SortedMap<Integer, Long> documentsByShard() {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (LineIndex.Cursor line = lines.cursor(); line.next(); ) {
            counts.merge(line.shard(), 1L, Long::sum);
        }
        return counts;
    }

    /** The payload's spool file. */
    public Path file() {
        return file;
    }

    LineIndex lines() {
        return lines;
    }
}
