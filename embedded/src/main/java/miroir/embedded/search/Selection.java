package miroir.embedded.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.embedded.index.FieldPattern;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** Keeps some fields of a document. */
public final class Selection {

    private Selection() {}

    /** The part of a document that some names cover; {@code *} covers all. */
    public static Map<String, @Nullable Object> pick(Map<String, @Nullable Object> document, List<String> names) {
        return names.contains("*") ? document : pick(document, names, "");
    }

    private static Map<String, @Nullable Object> pick(
            Map<String, @Nullable Object> object, List<String> names, String prefix) {
        Map<String, @Nullable Object> picked = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            String path = prefix + name;
            if (names.stream().anyMatch(wanted -> FieldPattern.covers(wanted, path))) {
                picked.put(name, value);
            } else if (names.stream().anyMatch(wanted -> wanted.startsWith(path + '.'))) {
                Object inner = inner(value, names, path + '.');
                if (inner != null) {
                    picked.put(name, inner);
                }
            }
        });
        return picked;
    }

    private static @Nullable Object inner(@Nullable Object value, List<String> names, String prefix) {
        if (value instanceof Map<?, ?>) {
            Map<String, @Nullable Object> picked = pick(Json.asObject(value), names, prefix);
            return picked.isEmpty() ? null : picked;
        }
        if (value instanceof List<?> list) {
            List<Object> picked = new ArrayList<>();
            for (Object element : list) {
                Object part = inner(element, names, prefix);
                if (part != null) {
                    picked.add(part);
                }
            }
            return picked.isEmpty() ? null : picked;
        }
        return null;
    }
}
