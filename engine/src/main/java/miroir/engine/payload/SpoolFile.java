package miroir.engine.payload;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import miroir.engine.disk.PrivateFiles;

/** NDJSON written under a temporary name that becomes the target only when kept. */
final class SpoolFile implements AutoCloseable {
    /** Of documents, after which room is looked for again. */
    private static final long PIECE = 4 << 20;

    private final Path target;
    private final Path partial;
    private final boolean sync;
    private final Runnable room;
    private final FileChannel channel;
    private final CRC32C sum = new CRC32C();
    private final OutputStream out;
    private long bytes;
    private long checked;

    /**
     * An empty one.
     *
     * @param sync whether it is forced to the disk when it is kept
     * @param room throws when the disk is to take no more
     */
    SpoolFile(Path target, boolean sync, Runnable room) throws SpoolException {
        this.target = target;
        this.partial = target.resolveSibling(target.getFileName() + ".part");
        this.sync = sync;
        this.room = room;
        try {
            this.channel = PrivateFiles.open(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new SpoolException(e);
        }
        this.out = new BufferedOutputStream(new CheckedOutputStream(Channels.newOutputStream(channel), sum), 1 << 16);
    }

    /** Writes one document as one line; line breaks, which JSON has only between tokens, become spaces in place. */
    void document(byte[] json, int length) throws SpoolException {
        for (int i = 0; i < length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        try {
            out.write(json, 0, length);
            out.write('\n');
        } catch (IOException e) {
            throw new SpoolException(e);
        }
        bytes += length + 1L;
        if (bytes - checked >= PIECE) {
            checked = bytes;
            room.run();
        }
    }

    /** Of the file, once it is kept. */
    Seal seal() {
        return new Seal(bytes, sum.getValue());
    }

    Path keep() throws SpoolException {
        try {
            return kept();
        } catch (IOException e) {
            throw new SpoolException(e);
        }
    }

    private Path kept() throws IOException {
        out.flush();
        if (sync) {
            channel.force(true);
        }
        channel.close();
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (sync) {
            try (FileChannel directory =
                    FileChannel.open(target.toAbsolutePath().getParent())) {
                directory.force(true);
            }
        }
        return target;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(partial);
        }
    }
}
