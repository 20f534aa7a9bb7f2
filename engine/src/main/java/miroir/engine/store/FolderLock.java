package miroir.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import miroir.engine.disk.PrivateFiles;

/** Keeps every Miroir away from a data folder while the files in it are exchanged. */
public final class FolderLock implements AutoCloseable {
    private final Path makers;
    private final List<FileChannel> held = new ArrayList<>();

    private FolderLock(Path makers) {
        this.makers = makers;
    }

    /**
     * Takes the folder.
     *
     * @throws StoreException when a Miroir is using it
     */
    public static FolderLock of(Path directory) throws IOException {
        FolderLock lock = new FolderLock(directory.resolve(DatabaseFile.NEW_LOCK));
        try {
            lock.hold(lock.makers, directory);
            Path database = directory.resolve(DatabaseFile.NAME + DatabaseFile.SUFFIX);
            if (Files.exists(database)) {
                lock.hold(database, directory);
            }
            return lock;
        } catch (IOException | StoreException e) {
            if (lock.held.size() > 1) {
                Files.deleteIfExists(lock.makers); // it was held, and what lies behind it was not to be had
            }
            lock.letGo();
            throw e;
        }
    }

    private void hold(Path file, Path directory) throws IOException {
        FileChannel channel =
                PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        held.add(channel);
        FileLock lock = DatabaseFile.tried(channel);
        if (lock == null) {
            throw StoreException.inUse(OpenFailure.inUse(directory), null);
        }
    }

    /**
     * Copies the database. Through the channel that holds it: a process that opens a file anew and closes it lets go of it
     * altogether, on every channel.
     */
    public void copyDatabase(Path to) throws IOException {
        FileChannel database = held.get(1);
        try (FileChannel out = PrivateFiles.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = database.size();
            for (long at = 0; at < size; ) {
                at += database.transferTo(at, size - at, out);
            }
            out.force(true);
        }
    }

    private void letGo() throws IOException {
        for (FileChannel channel : held) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(makers);
        letGo();
    }
}
