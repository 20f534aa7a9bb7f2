package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks every document of a spooled payload before anything is sent, and assigns each to its shard. */
public final class Splitter {
    private final Sharding sharding;

    /** A splitter over the shards that {@code sharding} gives. */
    public Splitter(Sharding sharding) {
        this.sharding = sharding;
    }

    /** Reads the file once; returns the split, or the problem that fails the task. */
    public SplitResult split(Path ndjson, String primaryKey, SplitRules rules) throws IOException {
        DocumentIds ids = new DocumentIds(primaryKey);
        DocumentCheck check = new DocumentCheck(rules);
        LineIndex index = new LineIndex();
        DistinctIds distinct = new DistinctIds();
        DocumentProblem late = null;
        try (InputStream in = Files.newInputStream(ndjson)) {
            Lines lines = new Lines(in);
            while (lines.next()) {
                byte[] document = Arrays.copyOf(lines.bytes(), lines.length());
                String id = ids.read(document);
                distinct.add(id);
                index.add(lines.offset(), lines.length(), sharding.shardOf(id));
                late = late == null ? problem(check, document, id) : late;
            }
        } catch (RefusedDocument refused) {
            return refused.problem();
        }
        return late == null ? new Split(ndjson, index, distinct.count()) : late;
    }

    /** One node reads all ids first, so a bad id further down is reported before any other problem. */
    private static @Nullable DocumentProblem problem(DocumentCheck check, byte[] document, String id) {
        try {
            check.check(document, id);
            return null;
        } catch (RefusedDocument refused) {
            return refused.problem();
        }
    }
}
