package miroir.engine.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands in the data folder from a restoration on until every node was asked whether it has seen a newer state: however often
 * Miroir is started meanwhile, nothing is served before.
 */
public final class RestoredMark {
    static final String NAME = "restored";

    private final Path data;
    private final Path file;

    private RestoredMark(Path data) {
        this.data = data;
        this.file = data.resolve(NAME);
    }

    /** The mark of that data folder. */
    public static RestoredMark in(Path data) {
        return new RestoredMark(data);
    }

    /** Whether it stands. */
    public boolean stands() {
        return Files.exists(file);
    }

    /** Puts it up. */
    public void put() throws IOException {
        StateFiles.createPrivate(file);
        StateFiles.force(data);
    }

    /** Takes it away for good. */
    public void remove() throws IOException {
        if (Files.deleteIfExists(file)) {
            StateFiles.force(data);
        }
    }
}
