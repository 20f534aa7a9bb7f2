package miroir.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One act worth remembering: who did what to what.
 *
 * @param who console, api, cli, client, or miroir itself
 * @param before what was before, for people; null when there is nothing to say
 * @param after what came of it, for people; null when there is nothing to say
 */
public record AuditRow(
        Instant at,
        String who,
        String what,
        String target,
        @Nullable String before,
        @Nullable String after,
        @Nullable String requestId) {

    /** Something nobody asked for in a request. */
    public static AuditRow of(Instant at, String who, String what, String target, String after) {
        return new AuditRow(at, who, what, target, null, after, null);
    }

    /** Something that was asked for. */
    public static AuditRow by(
            Instant at,
            String who,
            String requestId,
            String what,
            String target,
            @Nullable String before,
            @Nullable String after) {
        return new AuditRow(at, who, what, target, before, after, requestId.isEmpty() ? null : requestId);
    }
}
