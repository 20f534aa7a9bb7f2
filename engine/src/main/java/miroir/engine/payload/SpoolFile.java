package miroir.engine.payload;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import miroir.engine.disk.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** NDJSON written under a temporary name that becomes the target only when kept. */
final class SpoolFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);
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
            this.channel = opened(partial);
        } catch (IOException e) {
            throw new SpoolException(e);
        }
        this.out = new BufferedOutputStream(new CheckedOutputStream(Channels.newOutputStream(channel), sum), 1 << 16);
    }

    private static FileChannel opened(Path partial) throws IOException {
        OpenOption[] options = {
            StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
        };
        try {
            return PrivateFiles.open(partial, options);
        } catch (NoSuchFileException e) {
            Path folder = folderOf(partial);
            Path above = folder.getParent();
            if (above == null || !Files.isDirectory(above)) {
                throw e; // all of Miroir's state is gone: the next one is not begun in its place
            }
            PrivateFiles.folder(folder);
            force(above);
            LOG.warn("the folder {} was gone and has been made again; what was in it is lost", folder);
            return PrivateFiles.open(partial, options);
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    /** Makes the names in a folder durable. */
    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
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
            force(folderOf(target));
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
