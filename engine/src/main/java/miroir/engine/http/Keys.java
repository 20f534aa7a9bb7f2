package miroir.engine.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Who may ask: everyone as long as there is no master key, else who sends it. */
final class Keys {
    private static final String SCHEME = "Bearer";

    private final byte @Nullable [] master;

    Keys(@Nullable String master) {
        this.master = master == null ? null : master.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether there is none to prove oneself with. */
    boolean areAbsent() {
        return master == null;
    }

    /** Whether that request may be told everything. */
    boolean admit(Context ctx) {
        return admit(ctx.header("Authorization"));
    }

    /** The same of a request with that header, or without one. */
    boolean admit(@Nullable String authorization) {
        return master == null || isMaster(authorization, master);
    }

    /** Throws Meilisearch's refusal unless {@link #admit}. */
    void require(Context ctx) {
        String header = ctx.header("Authorization");
        if (master != null && (header == null || !header.startsWith(SCHEME))) {
            throw new ApiException(
                    ErrorCode.MISSING_AUTHORIZATION_HEADER,
                    "The Authorization header is missing. It must use the bearer authorization method.");
        }
        if (!admit(ctx)) {
            throw new ApiException(ErrorCode.INVALID_API_KEY, "The provided API key is invalid.");
        }
    }

    /** Takes the same time wherever the two differ. */
    private static boolean isMaster(@Nullable String header, byte[] master) {
        return header != null
                && header.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8), master);
    }
}
