package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks every document of a spooled payload before anything is sent, and assigns each to its shard. */
public final class Splitter {
    /** Different ids that are counted in one go: up to 16 MB of them. */
    private static final int AT_ONCE = 1 << 18;

    private final Sharding sharding;
    private final int atOnce;

    /** A splitter over the shards that {@code sharding} gives. */
    public Splitter(Sharding sharding) {
        this(sharding, AT_ONCE);
    }

    Splitter(Sharding sharding, int atOnce) {
        this.sharding = sharding;
        this.atOnce = atOnce;
    }

    /**
     * The bytes that it takes at most to split so many documents.
     *
     * @return what is kept as long as the split is, and what is not
     */
    public static long memory(long documents) {
        return 6 * documents + 64 * Math.min(documents, AT_ONCE);
    }

    /** Reads the file, once if it has not too many lines to count their ids in one go; returns the split, or the problem that fails the task. */
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
                if (distinct.count() <= atOnce) {
                    distinct.add(id);
                }
                index.add(lines.offset(), lines.length(), sharding.shardOf(id));
                late = late == null ? problem(check, document, id) : late;
            }
        } catch (RefusedDocument refused) {
            return refused.problem();
        }
        if (late != null) {
            return late;
        }
        boolean all = distinct.count() <= atOnce;
        return new Split(ndjson, index, all ? distinct.count() : distinct(ndjson, ids, index.count()));
    }

    /** Counts the different ids of so many lines, a part of them each time. */
    private long distinct(Path ndjson, DocumentIds ids, int lines) throws IOException {
        int parts = (lines + atOnce - 1) / atOnce;
        long all = 0;
        for (int part = 0; part < parts; part++) {
            DistinctIds distinct = new DistinctIds(part, parts);
            try (InputStream in = Files.newInputStream(ndjson)) {
                for (Lines rest = new Lines(in); rest.next(); ) {
                    distinct.add(ids.read(Arrays.copyOf(rest.bytes(), rest.length())));
                }
            }
            all += distinct.count();
        }
        return all;
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
