package miroir.embedded.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON body, with Meilisearch's checks and messages. */
final class Body {

    private final String path;
    private final Map<String, @Nullable Object> fields;

    private Body(String path, Map<String, @Nullable Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** The body as an object of which only some fields are known. */
    static Body object(Call call, List<String> known) {
        Map<String, @Nullable Object> fields = Values.object(json(call));
        Values.requireKnown("field", fields.keySet(), known);
        return new Body("", fields);
    }

    /** Fields that were checked before. */
    static Body of(Map<String, @Nullable Object> fields) {
        return new Body("", fields);
    }

    /** The same inside a larger body, where it stands there. */
    static Body inside(String path, Map<String, @Nullable Object> fields) {
        return new Body(path, fields);
    }

    /** The body as any JSON. */
    static @Nullable Object json(Call call) {
        String type = call.mediaType();
        if (type == null) {
            throw new ApiException(
                    "missing_content_type",
                    "A Content-Type header is missing. Accepted values for the Content-Type header are:"
                            + " `application/json`");
        }
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw new ApiException(
                    "invalid_content_type",
                    "The Content-Type `" + type + "` is invalid. Accepted values for the Content-Type header are:"
                            + " `application/json`");
        }
        if (call.body().length == 0) {
            throw new ApiException("missing_payload", "A json payload is missing.");
        }
        try {
            return Json.parse(call.body());
        } catch (IOException e) {
            throw new ApiException("malformed_payload", "The json payload provided is malformed. `" + reason(e) + "`.");
        }
    }

    /** The parser's complaint in one line. */
    static String reason(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    /** Whether there is such a field, perhaps null. */
    boolean isGiven(String name) {
        return fields.containsKey(name);
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    @Nullable
    Object raw(String name) {
        return fields.get(name);
    }

    @Nullable
    String string(String name, String code) {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Values.type(code, path + "." + name, "a string", value);
    }

    boolean bool(String name, String code) {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw Values.type(code, path + "." + name, "a boolean", value);
    }

    int unsigned(String name, String code, int standard) {
        Object value = fields.get(name);
        if (value == null && !fields.containsKey(name)) {
            return standard;
        }
        if (value instanceof JsonNumber number && number.isUnsigned()) {
            return (int) Math.min(Integer.MAX_VALUE, number.doubleValue());
        }
        throw Values.type(code, path + "." + name, "a positive integer", value);
    }

    /** An array of texts, or null. */
    @Nullable
    List<String> strings(String name, String code) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            throw Values.type(code, path + "." + name, "an array", value);
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text)) {
                throw Values.type(code, path + "." + name + "[" + i + "]", "a string", list.get(i));
            }
            strings.add(text);
        }
        return strings;
    }
}
