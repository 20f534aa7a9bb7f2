package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.engine.api.PlanEntry;

/**
 * One plan as a table row.
 *
 * @param operation address of what carried it out; empty: it was not applied
 */
public record PlanRow(String href, String title, Badge state, String operation, String copies, Stamp made) {

    /** Those plans at {@code now}. */
    public static List<PlanRow> of(List<PlanEntry> plans, Instant now) {
        return plans.stream().map(plan -> of(plan, now)).toList();
    }

    private static PlanRow of(PlanEntry plan, Instant now) {
        String operation = plan.operationId();
        return new PlanRow(
                Links.plan(plan.planId()),
                plan.title(),
                state(plan),
                operation == null ? "" : Links.operation(operation),
                Words.count(plan.totals().copies()),
                Stamp.of(now, plan.createdAt(), "unknown"));
    }

    private static Badge state(PlanEntry plan) {
        if (plan.operationId() != null) {
            return new Badge(Tone.OK, "Applied");
        }
        if (plan.whatIf()) {
            return new Badge(Tone.QUIET, "What-if");
        }
        return plan.applicable() ? new Badge(Tone.QUIET, "Not applied") : new Badge(Tone.WARN, "Cannot be applied");
    }
}
