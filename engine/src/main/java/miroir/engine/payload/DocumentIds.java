package miroir.engine.payload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the id of a document as milli's {@code indexer/de.rs} does: literal key first, then the nested path. */
final class DocumentIds {
    private static final String RULE = " is invalid. A document identifier can be of type integer or string, only"
            + " composed of alphanumeric characters (a-z A-Z 0-9), hyphens (-) and underscores (_), and can not be more"
            + " than 511 bytes.";
    private static final int LONGEST = 511;
    /** Of 64 bits; integers that no double holds are printed as they are. */
    private static final int LONGEST_NUMBER = 20;

    private final String primaryKey;
    private final List<Level> levels;

    /** A leading part of the path and what is left of it, empty when the part is the whole path. */
    private record Level(String name, String rest) {}

    DocumentIds(String primaryKey) {
        this.primaryKey = primaryKey;
        this.levels = levels(primaryKey);
    }

    private static List<Level> levels(String path) {
        List<Level> levels = new ArrayList<>();
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            levels.add(new Level(path.substring(0, dot), path.substring(dot + 1)));
        }
        levels.add(new Level(path, ""));
        return levels;
    }

    /** The id's text; integers in decimal. */
    String read(byte[] document) {
        String id = find(document, JsonText.skipSpace(document, 0), document, levels);
        if (id == null) {
            throw new RefusedDocument(
                    "missing_document_id",
                    "Document doesn't have a `" + primaryKey + "` attribute: `" + CompactJson.text(document, 0) + "`.");
        }
        return id;
    }

    private @Nullable String find(byte[] json, int at, byte[] document, List<Level> path) {
        Found found = new Found();
        JsonText.members(json, at, m -> {
            Level level = match(json, m, path);
            if (level != null) {
                found.add(value(json, m.valueFrom(), document, level), document);
            }
        });
        return found.id;
    }

    private final class Found {
        private @Nullable String id;

        void add(@Nullable String more, byte[] document) {
            if (more != null && id != null) {
                throw new RefusedDocument(
                        "invalid_document_id",
                        "Document have too many matching `" + primaryKey + "` attribute: `"
                                + CompactJson.text(document, 0) + "`.");
            }
            id = more == null ? id : more;
        }
    }

    private static @Nullable Level match(byte[] json, JsonText.Member member, List<Level> path) {
        for (Level level : path) {
            if (!level.name().isEmpty() && JsonText.isKey(json, member, level.name())) {
                return level;
            }
        }
        return null;
    }

    private @Nullable String value(byte[] json, int at, byte[] document, Level level) {
        if (level.rest().isEmpty()) {
            return id(json, at);
        }
        return json[at] == '{' ? find(json, at, document, levels(level.rest())) : null;
    }

    private static String id(byte[] json, int at) {
        if (json[at] == '"') {
            String id = JsonText.string(json, at, JsonText.skipString(json, at));
            if (isValid(id)) {
                return id;
            }
        }
        String text = CompactJson.text(json, at);
        if (JsonText.startsNumber(json[at]) && text.length() <= LONGEST_NUMBER && JsonText.isInteger(text)) {
            return text;
        }
        throw new RefusedDocument("invalid_document_id", "Document identifier `" + text + "`" + RULE);
    }

    private static boolean isValid(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(DocumentIds::isAllowed);
    }

    private static boolean isAllowed(int c) {
        int lower = c | 0x20;
        return (lower >= 'a' && lower <= 'z') || JsonText.isDigit(c) || c == '-' || c == '_';
    }
}
