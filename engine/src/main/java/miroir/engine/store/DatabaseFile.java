package miroir.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import miroir.engine.disk.PrivateFiles;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code miroir.mv.db}. It is made under another name and gets its own only when it is whole and on the disk:
 * one that has no tables was not left by a first start that was killed, it was damaged.
 */
final class DatabaseFile {
    static final String NAME = "miroir";
    static final String NEW = "miroir-new";
    static final String SUFFIX = ".mv.db";
    /** Held by whoever makes the file. */
    static final String NEW_LOCK = NEW + ".lock";

    private final Path directory;
    private final String fileSystem;

    /**
     * The file of that directory.
     *
     * @param fileSystem H2's, on which it lies
     */
    DatabaseFile(Path directory, String fileSystem) {
        this.directory = directory;
        this.fileSystem = OrderedFiles.PREFIX + fileSystem;
    }

    String url() {
        return url(NAME);
    }

    private String url(String name) {
        return "jdbc:h2:" + path(name);
    }

    private String path(String name) {
        return fileSystem + directory.toAbsolutePath().resolve(name);
    }

    /** Where it is. */
    Path file() {
        return directory.resolve(NAME + SUFFIX);
    }

    /** The file as it is now. */
    Inode inode() throws IOException {
        return new Inode(file(), identity(file()));
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * A file that was opened: deleted or replaced it could be written to for ever, and nothing of that would ever be found.
     *
     * @param key null where files have none
     */
    record Inode(Path file, @Nullable Object key) {
        /** Fails when that name no longer leads to it. */
        void require() {
            try {
                if (Objects.equals(key, identity(file))) {
                    return;
                }
            } catch (IOException e) {
                throw new StoreException(file + " is gone"); // the cause would say no more than its name
            }
            throw new StoreException(file + " was replaced");
        }
    }

    /** Fails when the file is there but has nothing in it; H2 would take it for a new database and write to it. */
    void refuseEmpty() throws IOException {
        if (Files.exists(file()) && Files.size(file()) < OrderedFiles.HEADER_BYTES + OrderedFiles.BLOCK_BYTES) {
            throw new StoreException(OpenFailure.damaged(directory));
        }
    }

    /** Fails when files were being put back here and that did not come to its end: some may be there, others not. */
    void refuseHalfRestored() throws IOException {
        Optional<ExchangeMarker> marker = ExchangeMarker.in(directory);
        if (marker.isPresent()) {
            throw marker.get().refusal(directory);
        }
    }

    /** How a database is filled. */
    @FunctionalInterface
    interface Filling {
        /** Leaves the database of that URL closed and on the disk. */
        void fill(String url) throws SQLException;
    }

    /** Makes the file if there is none. */
    void makeIfAbsent(Filling filling) throws SQLException, IOException {
        if (Files.exists(file())) {
            return;
        }
        Path lock = directory.resolve(NEW_LOCK);
        try (FileChannel channel = PrivateFiles.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock mine = tried(channel)) {
            if (mine == null) {
                throw StoreException.inUse(OpenFailure.inUse(directory), null);
            }
            // another process may have made it, and deleted the lock file, between the look above and here
            if (Files.notExists(file())) {
                make(filling);
            }
            Files.delete(lock);
        }
    }

    static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void make(Filling filling) throws SQLException, IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, NEW + ".*.db")) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
        filling.fill(url(NEW));
        FilePath.get(path(NEW) + SUFFIX).moveTo(FilePath.get(path(NAME) + SUFFIX), true);
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
    }
}
