package miroir.engine.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Writes what one volume receives of a split payload: its shards' documents in order, each with its marker. */
public final class Pieces {
    /** A chunk size well below the 100 MB that a node takes by default. */
    public static final int DEFAULT_CHUNK = 16 << 20;

    /** The field that carries the marker. */
    public static final String MARKER_FIELD = "_miroir_shard";

    private final Split split;
    private final IntFunction<String> marker;

    /** Pieces of {@code split}; {@code marker} gives the text of a shard, which must need no JSON escapes. */
    public Pieces(Split split, IntFunction<String> marker) {
        this.split = split;
        this.marker = marker;
    }

    /** Number of documents in the shards asked for. */
    public long documents(IntPredicate shards) {
        LineIndex lines = split.lines();
        long count = 0;
        for (int line = 0; line < lines.count(); line++) {
            count += shards.test(lines.shard(line)) ? 1 : 0;
        }
        return count;
    }

    /**
     * The NDJSON for the shards asked for, in chunks of at most {@code maxBytes}; a larger document is a chunk of its
     * own. Nothing is read before the iterator is used; close it.
     */
    public Chunks chunks(IntPredicate shards, int maxBytes) throws IOException {
        return new Chunks(split, shards, this::suffix, maxBytes);
    }

    private byte[] suffix(int shard) {
        return ("\"" + MARKER_FIELD + "\":\"" + marker.apply(shard) + "\"}\n").getBytes(StandardCharsets.UTF_8);
    }
}
