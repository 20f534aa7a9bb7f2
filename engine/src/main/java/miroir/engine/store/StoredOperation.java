package miroir.engine.store;

import java.time.Instant;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import org.jspecify.annotations.Nullable;

/**
 * An operation without its moves.
 *
 * @param planId the plan it carries out; null for those Miroir starts by itself
 * @param title for people
 * @param finishedAt null while it is open
 * @param content what else there is to know, as JSON of the engine's own
 */
public record StoredOperation(
        String id,
        @Nullable String planId,
        OperationKind kind,
        OperationStatus status,
        String title,
        Instant startedAt,
        @Nullable Instant finishedAt,
        String content) {}
