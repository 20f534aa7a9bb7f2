package miroir.engine.store;

import java.time.Instant;

/**
 * A plan that was worked out; never changed.
 *
 * @param content the plan as JSON, with the node keys of its wish: not for display
 */
public record StoredPlan(String id, Instant createdAt, long topologyVersion, String content) {}
