package miroir.engine.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import miroir.engine.disk.PrivateFiles;
import miroir.engine.store.ExchangeMarker;
import miroir.engine.store.FolderLock;
import miroir.engine.store.StoreException;
import miroir.engine.store.StoredCopy;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup back while no Miroir runs. The whole of it is unpacked and checked beside what is there; then that is moved
 * aside and the new files take its place. A marker stands while files are moved, so that nothing starts on a half of
 * each. Nothing that was there is deleted.
 */
public final class Restoration {
    private static final String UNPACKED = "restore.part";
    private static final String COMMAND = "restore";

    private final Path archive;
    private final Path data;
    private final InstantSource clock;
    private final StateExchange.Moving moving;

    /** Of that backup into that data folder. */
    public Restoration(Path archive, Path data, InstantSource clock) {
        this(archive, data, clock, (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    Restoration(Path archive, Path data, InstantSource clock, StateExchange.Moving moving) {
        this.archive = archive;
        this.data = data;
        this.clock = clock;
        this.moving = moving;
    }

    /**
     * What was done.
     *
     * @param movedTo where what was there is now; null: nothing was there
     */
    public record Done(Manifest manifest, @Nullable Path movedTo) {}

    /** Checks the backup without touching anything. */
    public Manifest look() throws IOException, BackupException {
        Manifest manifest = Archive.check(archive);
        if (!StoredCopy.isKnown(manifest.schema())) {
            throw new BackupException(archive + " was made by a newer Miroir (" + manifest.miroir() + ", schema "
                    + manifest.schema() + "); restore it with that version, or one after it");
        }
        return manifest;
    }

    /** Checks it and puts it in place. */
    public Done put() throws IOException, BackupException {
        look();
        PrivateFiles.folder(data);
        try {
            FolderLock lock = FolderLock.of(data);
            try {
                return put(data.resolve(UNPACKED));
            } finally {
                lock.close();
            }
        } catch (StoreException e) {
            throw new BackupException(String.valueOf(e.getMessage()), e);
        }
    }

    private Done put(Path unpacked) throws IOException, BackupException {
        Manifest manifest = unpack(unpacked);
        StateExchange exchange = new StateExchange(data, COMMAND, moving);
        Path aside = exchange.aside(clock.instant());
        if (exchange.interrupted().filter(ExchangeMarker::placing).isPresent()) {
            // what was there before is aside; these are from the backup that was being put back
            for (String name : StateFiles.ALL) {
                StateFiles.deleteTree(data.resolve(name));
            }
        }
        RestoredMark.in(data).put();
        boolean had = exchange.exchange(unpacked, aside, StateFiles.ALL);
        StateFiles.deleteTree(unpacked);
        StateFiles.force(data);
        return new Done(manifest, had ? aside : null);
    }

    private Manifest unpack(Path unpacked) throws IOException, BackupException {
        StateFiles.deleteTree(unpacked);
        PrivateFiles.folder(unpacked);
        Path payloads = PrivateFiles.folder(unpacked.resolve(StateFiles.PAYLOADS));
        Manifest manifest = Archive.read(archive, name -> forced(unpacked.resolve(name)));
        StateFiles.force(payloads);
        StateFiles.force(unpacked);
        return manifest;
    }

    /** A file that is on the disk when it is closed. */
    private static OutputStream forced(Path file) throws IOException {
        StateFiles.createPrivate(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                try (channel) {
                    channel.force(true);
                }
            }
        };
    }
}
