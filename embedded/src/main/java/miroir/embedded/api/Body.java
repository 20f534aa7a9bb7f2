package miroir.embedded.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
        return object(call, known, alone -> {});
    }

    /** The same when each field, alone, passes a check; the first one that does not is reported. */
    static Body object(Call call, List<String> known, Consumer<Body> check) {
        Map<String, @Nullable Object> fields = Values.object(json(call));
        fields.forEach((name, value) -> {
            Values.requireKnown("field", List.of(name), known);
            check.accept(new Body("", Collections.singletonMap(name, value)));
        });
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
            Object tree = Json.parse(call.body());
            requireFinite(tree, call.body());
            return tree;
        } catch (IOException e) {
            throw malformed(reason(e));
        }
    }

    private static ApiException malformed(String why) {
        return new ApiException("malformed_payload", "The json payload provided is malformed. `" + why + "`.");
    }

    private static void requireFinite(@Nullable Object tree, byte[] body) {
        if (tree instanceof Map<?, ?> map) {
            map.values().forEach(value -> requireFinite(value, body));
        } else if (tree instanceof List<?> list) {
            list.forEach(value -> requireFinite(value, body));
        } else if (tree instanceof JsonNumber number && Double.isInfinite(number.doubleValue())) {
            String text = new String(body, StandardCharsets.UTF_8);
            int end = text.indexOf(number.text()) + number.text().length();
            long line = text.substring(0, end).chars().filter(c -> c == '\n').count() + 1;
            int column = end - text.lastIndexOf('\n', end - 1) - 1;
            throw malformed("number out of range at line " + line + " column " + column);
        }
    }

    /** The parser's complaint in one line. */
    static String reason(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Whether the field is there, even with null. */
    boolean given(String name) {
        return fields.containsKey(name);
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

    /** A text that is not null, or the standard one when none is given. */
    String text(String name, String code, String standard) {
        if (!given(name)) {
            return standard;
        }
        String value = string(name, code);
        if (value == null) {
            throw Values.type(code, path + "." + name, "a string", null);
        }
        return value;
    }

    boolean bool(String name, String code) {
        Object value = fields.get(name);
        if (!given(name) || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw Values.type(code, path + "." + name, "a boolean", value);
    }

    int unsigned(String name, String code, int standard) {
        return number(name, code, standard).bounded();
    }

    /** A number of 64 bits that is not negative, as it was given. */
    JsonNumber number(String name, String code, int standard) {
        Object value = fields.get(name);
        if (value == null && !fields.containsKey(name)) {
            return new JsonNumber(Integer.toString(standard));
        }
        if (value instanceof JsonNumber number && number.isUnsigned()) {
            return number;
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
