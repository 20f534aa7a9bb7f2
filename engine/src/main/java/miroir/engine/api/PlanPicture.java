package miroir.engine.api;

import java.time.Instant;
import miroir.core.plan.Plan;

/** A plan that was worked out and kept. */
public record PlanPicture(String planId, Instant createdAt, Plan plan) {}
