package miroir.console;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Reads parameters; what is absent or malformed reads as nothing, so that an old link still opens a page. */
final class Params {
    private Params() {}

    static String text(Context ctx, String name) {
        return text(ctx, name, "");
    }

    static String text(Context ctx, String name, String absent) {
        String value = ctx.queryParam(name);
        return value == null ? absent : value;
    }

    static String form(Context ctx, String name) {
        return Forms.of(ctx).getOrDefault(name, "");
    }

    static @Nullable Long number(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
