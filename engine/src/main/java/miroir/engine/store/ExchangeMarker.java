package miroir.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import miroir.engine.disk.PrivateFiles;

/**
 * Stands in a data folder while its files are exchanged, so that nothing starts on a half of each, and says how far that has
 * come, so that the same command can end it.
 *
 * @param command which exchanges them; the one to run again
 * @param aside the folder that those go to that were there
 * @param placing whether all of them are there, so that what has their names now is new
 */
public record ExchangeMarker(String command, String aside, boolean placing) {
    private static final String FILE = "restore.running";
    private static final String PLACING = "placing";
    private static final String RESTORE = "restore";

    /** The one that stands there, if one does. */
    public static Optional<ExchangeMarker> in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        // an older Miroir wrote nothing into it
        return Optional.of(
                lines.size() < 3
                        ? new ExchangeMarker(RESTORE, "", false)
                        : new ExchangeMarker(
                                lines.get(0), lines.get(1), lines.get(2).equals(PLACING)));
    }

    /** Puts it there, in the place of another one; it is on the disk then. */
    public void put(Path directory) throws IOException {
        Path partial = directory.resolve(FILE + ".new");
        Files.deleteIfExists(partial);
        String text = command + "\n" + aside + "\n" + (placing ? PLACING : "moving aside") + "\n";
        try (FileChannel out = PrivateFiles.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(partial, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    /** Takes it away. */
    public static void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
        force(directory);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
    }

    /** Says to whoever would open what is there why that must not be. */
    public StoreException refusal(Path directory) {
        return new StoreException((command.equals(RESTORE) ? "a " : "an ") + command + " into " + directory
                + " was interrupted; run it again before Miroir starts");
    }
}
