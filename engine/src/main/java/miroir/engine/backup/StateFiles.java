package miroir.engine.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import miroir.engine.disk.PrivateFiles;

/** The files that Miroir's state consists of, and how they are handled: for nobody's eyes but the owner's. */
final class StateFiles {
    /** The database. */
    static final String DATABASE = "miroir.mv.db";
    /** The accepted payloads of tasks that have not ended. */
    static final String PAYLOADS = "payloads";
    /** The key that the keys of the nodes are sealed with. */
    static final String KEY = "miroir.key";

    /** All that a backup replaces when it is put back. */
    static final List<String> ALL = List.of(DATABASE, PAYLOADS, KEY);

    private static final Pattern ENTRY = Pattern.compile(
            Pattern.quote(DATABASE) + "|" + Pattern.quote(KEY) + "|" + PAYLOADS + "/[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private StateFiles() {}

    /** Whether a file of that name may be in a backup: nothing in it is ever written outside its folder. */
    static boolean isEntry(String name) {
        return ENTRY.matcher(name).matches();
    }

    /** An empty file that only its owner can read, from its first byte on. Replaces one that is there. */
    static void createPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        PrivateFiles.make(file);
    }

    /** The same file under another name, or its copy where the file system knows no links. */
    static void link(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, name);
        }
    }

    /** Makes the names in a folder durable. */
    static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
    }

    /** Deletes what Miroir itself made: a folder with all that is in it. */
    static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
