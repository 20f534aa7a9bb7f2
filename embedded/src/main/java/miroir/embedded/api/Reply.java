package miroir.embedded.api;

import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** The answer to a call; null bytes mean that there is no body. */
public record Reply(int status, byte @Nullable [] body) {

    /** An answer with a body. */
    static Reply of(int status, @Nullable Object tree) {
        return new Reply(status, Json.bytes(tree));
    }

    /** An answer without a body. */
    static Reply empty(int status) {
        return new Reply(status, null);
    }
}
