package miroir.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One act worth remembering: who did what to what.
 *
 * @param who a key's name, "operator" or "miroir" itself
 * @param before the state before, as JSON; null when there was none
 * @param after the state after, as JSON; null when there is none
 */
public record AuditRow(
        Instant at,
        String who,
        String what,
        String target,
        @Nullable String before,
        @Nullable String after,
        @Nullable String requestId) {}
