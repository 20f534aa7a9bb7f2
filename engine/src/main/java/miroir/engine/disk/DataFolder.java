package miroir.engine.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of Miroir's state: nobody else on the machine reads what is in it. */
public final class DataFolder {
    /** Folders that Miroir makes in it. */
    private static final Set<String> FOLDERS = Set.of("payloads", "backups");

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private DataFolder() {}

    /**
     * Makes the folder. What an older Miroir, or a copy, left there in wider modes is narrowed; what is not Miroir's stays
     * as it is, and so does the folder then.
     */
    public static void open(Path data) throws IOException {
        PrivateFiles.folder(data);
        try {
            List<Path> own = new ArrayList<>();
            boolean shared = false;
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(data)) {
                for (Path entry : entries) {
                    shared |= !isOwn(entry);
                    own.addAll(isOwn(entry) ? below(entry) : List.of());
                }
            }
            if (!shared) {
                own.add(data.toRealPath());
            }
            int narrowed = 0;
            for (Path path : own) {
                narrowed += PrivateFiles.tighten(path) ? 1 : 0;
            }
            if (narrowed > 0) {
                LOG.warn(
                        "others could read {} of Miroir's files and folders in {}; they no longer can", narrowed, data);
            }
        } catch (IOException e) {
            LOG.warn("cannot see to it that nobody else reads {}: {}", data, e.toString());
        }
    }

    private static boolean isOwn(Path entry) {
        String name = entry.getFileName().toString();
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                ? FOLDERS.contains(name) || name.startsWith("before-adopt-") || name.startsWith("before-restore-")
                : name.startsWith("miroir.") || name.startsWith("miroir-");
    }

    private static List<Path> below(Path entry) throws IOException {
        try (Stream<Path> files = Files.walk(entry)) {
            return files.toList();
        }
    }
}
