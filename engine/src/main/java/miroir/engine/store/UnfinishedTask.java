package miroir.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * A task that has not ended, as a restart has to know it.
 *
 * @param started whether parts of it may have been sent
 * @param request null: it is long, and neither documents nor a change of an index's name
 */
public record UnfinishedTask(
        long uid,
        @Nullable String indexUid,
        boolean started,
        @Nullable String request) {}
