package miroir.engine.http;

import org.jspecify.annotations.Nullable;

/**
 * How the API presents itself.
 *
 * @param masterKey what clients must send; null: the API is open
 * @param version Miroir's own version
 */
public record ApiOptions(@Nullable String masterKey, String version) {}
