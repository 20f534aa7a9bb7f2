package miroir.engine.payload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import miroir.core.placement.ShardMarker;

/**
 * A split payload cut into chunks, of which each volume receives the documents of its shards, in order and each with its
 * marker. Where the cuts are does not depend on the shards: what was sent of a chunk stays true when a volume loses some
 * of them half-way. Any thread.
 */
public final class Pieces {
    private final Split split;
    private final IntFunction<String> marker;
    private final Map<Integer, byte[]> suffixes = new ConcurrentHashMap<>();
    /** Where each chunk begins, and where the last one ends. */
    private final List<LineIndex.Mark> cuts = new ArrayList<>(List.of(LineIndex.START));

    /**
     * Cuts {@code split}.
     *
     * @param marker the text of a shard, which must need no JSON escapes
     * @param maxBytes of a chunk with its markers; a larger document is a chunk of its own
     */
    public Pieces(Split split, IntFunction<String> marker, int maxBytes) {
        this.split = split;
        this.marker = marker;
        LineIndex.Cursor line = split.lines().cursor();
        long size = 0;
        for (LineIndex.Mark before = line.mark(); line.next(); before = line.mark()) {
            long more = sent(line);
            if (size > 0 && size + more > maxBytes) {
                cuts.add(before);
                size = 0;
            }
            size += more;
        }
        cuts.add(line.mark());
    }

    private LineIndex.Cursor chunk(int chunk) {
        return split.lines().cursor(cuts.get(chunk), cuts.get(chunk + 1));
    }

    /** The bytes that a line has with its marker. */
    private long sent(LineIndex.Cursor line) {
        return (long) line.length() + suffix(line).length;
    }

    /** How many chunks there are. */
    public int chunks() {
        return cuts.size() - 1;
    }

    /** Whether a chunk has documents of these shards. */
    public boolean has(int chunk, IntPredicate shards) {
        return bytes(chunk, shards) > 0;
    }

    /** A chunk's documents of these shards as NDJSON. */
    public byte[] read(int chunk, IntPredicate shards) throws IOException {
        // as large as the answer can be, and nearly always is: such arrays are too large to grow into
        GrowingBytes ndjson = new GrowingBytes(Math.toIntExact(bytes(chunk, shards)));
        try (FileChannel file = FileChannel.open(split.file())) {
            Window window = new Window(file);
            for (LineIndex.Cursor line = chunk(chunk); line.next(); ) {
                if (shards.test(line.shard())) {
                    append(ndjson, window, line);
                }
            }
        }
        return ndjson.whole();
    }

    /** What a chunk's documents of these shards take at most. */
    public long bytes(int chunk, IntPredicate shards) {
        long bytes = 0;
        for (LineIndex.Cursor line = chunk(chunk); line.next(); ) {
            if (shards.test(line.shard())) {
                bytes += sent(line);
            }
        }
        return bytes;
    }

    private void append(GrowingBytes ndjson, Window window, LineIndex.Cursor line) throws IOException {
        int length = line.length();
        int from = window.load(line.offset(), length);
        byte[] bytes = window.bytes;
        int body = length;
        while (bytes[from + body - 1] != '}') {
            body--;
        }
        ndjson.add(bytes, from, body - 1);
        if (bytes[JsonText.skipSpace(bytes, from + 1)] != '}') {
            ndjson.add((byte) ',');
        }
        byte[] end = suffix(line);
        ndjson.add(end, 0, end.length);
    }

    private byte[] suffix(LineIndex.Cursor line) {
        return suffixes.computeIfAbsent(
                line.shard(),
                shard -> ("\"" + ShardMarker.FIELD + "\":\"" + marker.apply(shard) + "\"}\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** A part of the file in memory. */
    private static final class Window {
        private static final int SIZE = 1 << 20;

        private final FileChannel file;
        private byte[] bytes = new byte[0];
        private long at;

        Window(FileChannel file) {
            this.file = file;
        }

        /** Makes the bytes available and returns where they start. */
        int load(long offset, int length) throws IOException {
            if (offset < at || offset + length > at + bytes.length) {
                long rest = file.size() - offset;
                bytes = new byte[(int) Math.min(rest, Math.max(SIZE, length))];
                at = offset;
                ByteBuffer target = ByteBuffer.wrap(bytes);
                int count = 0;
                while (target.hasRemaining() && count >= 0) {
                    count = file.read(target, offset + target.position());
                }
            }
            return (int) (offset - at);
        }
    }
}
