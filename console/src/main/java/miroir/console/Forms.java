package miroir.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The fields of the form that a request sends: read once, and no more bytes than a form of ours can have. No form has
 * files, so none is multipart.
 */
final class Forms {
    /** The largest form to sign in with, which anyone may send. */
    static final int SIGN_IN = 8 << 10;

    private static final int LARGEST = 64 << 10;
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final String READ = "miroir.console.form";

    private Forms() {}

    /** A body that is no form of ours. */
    static final class BadForm extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        BadForm(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The first value of each field. */
    static Map<String, String> of(Context ctx) {
        return of(ctx, LARGEST);
    }

    /** The same, of a form with fewer bytes; throws {@link BadForm} before it reads more. */
    static Map<String, String> of(Context ctx, int most) {
        Map<String, String> read = ctx.attribute(READ);
        if (read == null) {
            read = parse(text(ctx, most));
            ctx.attribute(READ, read);
        }
        return read;
    }

    private static String text(Context ctx, int most) {
        String type = ctx.header("Content-Type");
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
            throw new BadForm(415, "A form must be sent as " + TYPE + ".");
        }
        if (ctx.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] body;
        try (InputStream in = ctx.req().getInputStream()) {
            body = in.readNBytes(most + 1);
        } catch (IOException | RuntimeException e) { // however the server words it, the client broke off
            throw isLate(e)
                    ? new BadForm(408, "The form was sent too slowly.")
                    : new BadForm(400, "The form could not be read.");
        }
        if (body.length > most) {
            throw tooLarge(most);
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isLate(Throwable failure) {
        return failure instanceof TimeoutException || (failure.getCause() != null && isLate(failure.getCause()));
    }

    private static BadForm tooLarge(int most) {
        return new BadForm(413, "A form here has at most " + most + " bytes.");
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            if (!field.isEmpty()) {
                String name = equals < 0 ? field : field.substring(0, equals);
                fields.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadForm(400, "The form could not be read.");
        }
    }
}
