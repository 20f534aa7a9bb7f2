package miroir.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import miroir.embedded.index.FieldNames;
import org.jspecify.annotations.Nullable;

/**
 * How a node is opened.
 *
 * @param data the directory that keeps the node's state, or null to keep it in memory only
 * @param masterKey the key every call but {@code /health} must carry, or null for none
 * @param clock the source of all times shown
 * @param taskExecutor runs the tasks; each accepted task is one step given to it
 * @param maxFields how many names of fields an index takes
 */
public record EmbeddedOptions(
        @Nullable Path data, @Nullable String masterKey, InstantSource clock, Executor taskExecutor, int maxFields) {

    /** A node that takes as many fields as a real one. */
    public EmbeddedOptions(
            @Nullable Path data, @Nullable String masterKey, InstantSource clock, Executor taskExecutor) {
        this(data, masterKey, clock, taskExecutor, FieldNames.MOST);
    }
}
