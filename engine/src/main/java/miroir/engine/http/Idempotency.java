package miroir.engine.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.task.NewTask;

/** Reads the Idempotency-Key of a write: a client that lost the answer may send the same write again under it. */
final class Idempotency {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    private Idempotency() {}

    /** The task under the client's key, if it gave one. */
    static NewTask of(Context ctx, NewTask task, Path payloads) {
        String key = ctx.header(HEADER);
        if (key == null) {
            return task;
        }
        boolean readable =
                !key.isEmpty() && key.length() <= LONGEST && key.chars().allMatch(c -> c > ' ' && c < 127);
        if (!readable) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "Invalid value in header `" + HEADER + "`: expected 1 to " + LONGEST
                            + " visible ASCII characters without spaces.");
        }
        return task.under(new NewTask.Idempotency(key, fingerprint(ctx, task, payloads)));
    }

    private static String fingerprint(Context ctx, NewTask task, Path payloads) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, ctx.method() + " " + ctx.path() + "?" + ctx.queryString());
            String payload = task.request().payload();
            if (payload != null) {
                payload(digest, payloads.resolve(payload));
            } else {
                update(digest, task.request().toJson());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void payload(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
