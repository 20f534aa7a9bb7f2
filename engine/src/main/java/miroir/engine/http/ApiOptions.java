package miroir.engine.http;

import miroir.engine.api.Operator;
import org.jspecify.annotations.Nullable;

/**
 * How the API presents itself.
 *
 * @param masterKey what clients must send; null: the API is open
 * @param version Miroir's own version
 * @param operator changes the topology and mends copies; null: such calls are answered with 501
 */
public record ApiOptions(
        @Nullable String masterKey,
        String version,
        @Nullable Operator operator) {
    /** Without the key, so that no log shows it. */
    @Override
    public String toString() {
        return "ApiOptions[version=" + version + "]";
    }
}
