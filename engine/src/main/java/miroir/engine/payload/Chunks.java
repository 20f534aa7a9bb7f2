package miroir.engine.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Chunks of NDJSON read from the spool file on demand; throws {@link UncheckedIOException} when the disk fails. */
public final class Chunks implements Iterator<byte[]>, AutoCloseable {
    private static final int WINDOW = 1 << 20;

    private final LineIndex lines;
    private final IntPredicate shards;
    private final IntFunction<byte[]> suffix;
    private final Map<Integer, byte[]> suffixes = new HashMap<>();
    private final int maxBytes;
    private final FileChannel file;
    private byte[] window = new byte[0];
    private long windowAt;
    private int line;

    Chunks(Split split, IntPredicate shards, IntFunction<byte[]> suffix, int maxBytes) throws IOException {
        this.lines = split.lines();
        this.shards = shards;
        this.suffix = suffix;
        this.maxBytes = maxBytes;
        this.file = FileChannel.open(split.file());
    }

    @Override
    public boolean hasNext() {
        while (line < lines.count() && !shards.test(lines.shard(line))) {
            line++;
        }
        return line < lines.count();
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        GrowingBytes chunk = new GrowingBytes();
        try {
            do {
                append(chunk);
            } while (hasNext() && chunk.length() + (long) marked(line) <= maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chunk.copy();
    }

    /** Size of a line with its marker, the comma included. */
    private int marked(int at) {
        return lines.length(at) + suffixOf(at).length;
    }

    private byte[] suffixOf(int at) {
        return suffixes.computeIfAbsent(lines.shard(at), suffix::apply);
    }

    private void append(GrowingBytes chunk) throws IOException {
        int length = lines.length(line);
        int from = load(lines.offset(line), length);
        int body = length;
        while (window[from + body - 1] != '}') {
            body--;
        }
        chunk.add(window, from, body - 1);
        if (window[JsonText.skipSpace(window, from + 1)] != '}') {
            chunk.add((byte) ',');
        }
        byte[] end = suffixOf(line);
        chunk.add(end, 0, end.length);
        line++;
    }

    /** Makes the bytes available in the window and returns where they start in it. */
    private int load(long offset, int length) throws IOException {
        if (offset < windowAt || offset + length > windowAt + window.length) {
            long rest = file.size() - offset;
            window = new byte[(int) Math.min(rest, Math.max(WINDOW, length))];
            windowAt = offset;
            ByteBuffer target = ByteBuffer.wrap(window);
            int count = 0;
            while (target.hasRemaining() && count >= 0) {
                count = file.read(target, offset + target.position());
            }
        }
        return (int) (offset - windowAt);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
