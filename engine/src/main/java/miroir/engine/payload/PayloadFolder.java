package miroir.engine.payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of accepted payloads. While somebody holds it, to copy it, nothing is deleted there: what was to go
 * meanwhile goes afterwards. Any thread.
 */
public final class PayloadFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PayloadFolder.class);
    private static final String PARTIAL = ".part";

    private final Path path;
    private final Set<String> due = new LinkedHashSet<>(); // guarded by this
    private int holds; // guarded by this

    public PayloadFolder(Path path) {
        this.path = path;
    }

    /** Lets go of the folder. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Deletes a payload whose task has ended, as soon as nobody holds the folder. */
    public void delete(String name) {
        synchronized (this) {
            if (holds > 0) {
                due.add(name);
                return;
            }
            // under the lock: whoever holds the folder next finds all files that were not deleted before
            remove(name);
        }
    }

    /** Keeps every payload where it is until the hold is closed. */
    public Hold hold() {
        synchronized (this) {
            holds++;
        }
        return this::letGo;
    }

    private void letGo() {
        List<String> gone;
        synchronized (this) {
            holds--;
            if (holds > 0) {
                return;
            }
            gone = List.copyOf(due);
            due.clear();
        }
        // their tasks have ended, durably, before anybody can hold the folder again
        gone.forEach(this::remove);
    }

    /** The payloads that are there; those that are just being written are not. */
    public List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> !file.toString().endsWith(PARTIAL))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private void remove(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException e) {
            LOG.warn("payload {} cannot be deleted", name, e);
        }
    }
}
