package miroir.console.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One hit, made readable.
 *
 * @param id the primary key's value; empty when it is not known
 * @param title the field that names the document
 * @param fields the others, in the document's order
 */
public record Hit(int place, String id, String titleField, List<Run> title, List<Field> fields) {
    private static final Set<String> TITLES = Set.of("title", "name", "label", "headline", "subject");
    private static final int LONGEST = 320;

    /** A field and its text. */
    public record Field(String name, List<Run> runs) {}

    /** A run of text, marked when it matches. */
    public record Run(String text, boolean mark) {}

    /** That hit of an answer, {@code primaryKey} null when unknown. */
    static Hit of(int place, JsonNode hit, @Nullable String primaryKey) {
        JsonNode shown = hit.path("_formatted").isObject() ? hit.path("_formatted") : hit;
        String titleField = titleField(hit, primaryKey);
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : hit.properties()) {
            String name = field.getKey();
            boolean other = !name.equals(titleField) && !name.equals(primaryKey) && !name.startsWith("_");
            if (other) {
                fields.add(new Field(name, runs(text(shown.path(name)))));
            }
        }
        String id = primaryKey == null ? "" : hit.path(primaryKey).asText("");
        List<Run> title = titleField.isEmpty() ? List.of(new Run(id, false)) : runs(text(shown.path(titleField)));
        return new Hit(place, id, titleField, title, List.copyOf(fields));
    }

    private static String titleField(JsonNode hit, @Nullable String primaryKey) {
        String first = "";
        for (Map.Entry<String, JsonNode> field : hit.properties()) {
            if (!field.getValue().isTextual() || field.getKey().startsWith("_")) {
                continue;
            }
            if (TITLES.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                return field.getKey();
            }
            if (first.isEmpty() && !field.getKey().equals(primaryKey)) {
                first = field.getKey();
            }
        }
        return first;
    }

    private static String text(JsonNode value) {
        if (value.isArray() && !value.isEmpty() && value.get(0).isValueNode()) {
            List<String> items = new ArrayList<>();
            value.forEach(v -> items.add(v.asText()));
            return String.join(" · ", items);
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** Splits at the highlight marks; long texts end with an ellipsis. */
    static List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        boolean mark = false;
        int length = 0;
        for (int i = 0; i < text.length() && length < LONGEST; i++) {
            String c = text.substring(i, i + 1);
            if (c.equals(SearchQuery.MARK_START) || c.equals(SearchQuery.MARK_END)) {
                flush(runs, run, mark);
                mark = c.equals(SearchQuery.MARK_START);
            } else {
                run.append(c);
                length++;
            }
        }
        if (length == LONGEST) {
            run.append('…');
        }
        flush(runs, run, mark);
        return List.copyOf(runs);
    }

    private static void flush(List<Run> runs, StringBuilder run, boolean mark) {
        if (run.length() > 0) {
            runs.add(new Run(run.toString(), mark));
            run.setLength(0);
        }
    }
}
