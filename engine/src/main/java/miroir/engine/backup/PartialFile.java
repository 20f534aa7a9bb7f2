package miroir.engine.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A backup that is being written, beside the file it is to become: it gets that name only when all of it is on the disk
 * and was read again. For its owner's eyes only, from the first byte on.
 */
public final class PartialFile implements AutoCloseable {
    /** What its name ends with. */
    static final String SUFFIX = ".part";

    private final Path file;
    private final Path partial;

    private PartialFile(Path file) {
        this.file = file;
        this.partial = file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /** An empty one; replaces what an earlier attempt left. */
    public static PartialFile of(Path file) throws IOException {
        PartialFile made = new PartialFile(file.toAbsolutePath());
        Path folder = made.file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException("the folder " + folder + " is not there");
        }
        StateFiles.createPrivate(made.partial);
        return made;
    }

    /** Where to write. */
    public Path path() {
        return partial;
    }

    /**
     * Gives it its name, in place of what had it before.
     *
     * @throws BackupException when it is not a whole backup
     */
    public Manifest keep() throws IOException, BackupException {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Manifest manifest = Archive.check(partial);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.getParent();
        if (folder != null) {
            StateFiles.force(folder);
        }
        return manifest;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(partial);
    }
}
