package miroir.engine.api;

import java.time.Instant;
import miroir.core.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A plan in a list.
 *
 * @param title for people: "Drain node-3"
 * @param whatIf whether it only says what would happen
 * @param operationId what carried it out last; null: it was not applied
 */
public record PlanEntry(
        String planId,
        Instant createdAt,
        String title,
        boolean applicable,
        boolean whatIf,
        Plan.Totals totals,
        @Nullable String operationId) {}
