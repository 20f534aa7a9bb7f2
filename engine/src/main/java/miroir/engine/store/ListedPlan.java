package miroir.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * A plan in a list.
 *
 * @param operationId the newest operation that carries it out; null: none
 */
public record ListedPlan(StoredPlan plan, @Nullable String operationId) {}
