package miroir.engine.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One act worth remembering. */
public record AuditEntry(
        Instant at,
        String who,
        String what,
        String target,
        @Nullable String before,
        @Nullable String after,
        @Nullable String requestId) {}
