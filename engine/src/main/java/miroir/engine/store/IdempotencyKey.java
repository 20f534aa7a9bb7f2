package miroir.engine.store;

import java.time.Instant;

/**
 * Which write was taken under a client's key.
 *
 * @param fingerprint of the request, so that another request under the same key is noticed
 */
public record IdempotencyKey(String name, String fingerprint, long taskUid, Instant takenAt) {}
