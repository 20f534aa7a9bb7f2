package miroir.embedded.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call, its path split into decoded segments. */
public record Call(
        String method,
        List<String> segments,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body) {

    /** A segment of the path. */
    String segment(int i) {
        return segments.get(i);
    }

    /** A header, or null. */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The media type of the body without parameters, or null. */
    @Nullable
    String mediaType() {
        String type = header("content-type");
        return type == null ? null : type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    }
}
