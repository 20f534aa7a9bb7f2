package miroir.engine.store;

import java.nio.file.Path;

/**
 * A copy of the store's file, and what stands in it.
 *
 * @param file closed in order, so that it opens at once
 * @param schema the version of its tables
 * @param unfinishedTasks that a Miroir started on it continues
 */
public record StoredCopy(
        Path file, String schema, String clusterId, long topologyVersion, long nextTaskUid, long unfinishedTasks) {
    /** Whether this Miroir can be started on a copy with tables of that version. */
    public static boolean isKnown(String schema) {
        return Schema.knows(schema);
    }
}
