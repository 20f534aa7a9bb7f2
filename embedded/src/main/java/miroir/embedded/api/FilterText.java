package miroir.embedded.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** A filter in a query parameter. */
final class FilterText {

    private FilterText() {}

    /** What it is in JSON, else the text itself. */
    static @Nullable Object ofQuery(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return text;
        }
    }
}
