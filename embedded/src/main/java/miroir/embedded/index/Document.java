package miroir.embedded.index;

import java.util.Map;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** A stored document, with what is derived from it under the index's settings once it is searchable. */
public final class Document {

    /** What the settings make of a document. */
    record Derived(
            int slot,
            Map<String, FieldValues> fields,
            DocumentWords words,
            @Nullable GeoPoint geo) {}

    private static final Derived NOTHING =
            new Derived(-1, Map.of(), new DocumentWords(new long[0], new int[0], new int[0]), null);

    private final DocumentId id;
    private final byte[] json;
    private final int slot;
    private final Map<String, FieldValues> fields;
    private final DocumentWords words;
    private final @Nullable GeoPoint geo;

    private Document(DocumentId id, byte[] json, Derived derived) {
        this.id = id;
        this.json = json;
        this.slot = derived.slot();
        this.fields = derived.fields();
        this.words = derived.words();
        this.geo = derived.geo();
    }

    /** A document from its compact JSON, nothing derived yet. */
    public static Document of(DocumentId id, byte[] json) {
        return new Document(id, json, NOTHING);
    }

    /** Its id. */
    public DocumentId id() {
        return id;
    }

    /** Its compact JSON, numbers as they were sent. */
    public byte[] json() {
        return json;
    }

    /** Its JSON as a tree. */
    public Map<String, @Nullable Object> tree() {
        return Json.asObject(Json.trusted(json));
    }

    /** Its number inside the postings. */
    public int slot() {
        return slot;
    }

    /** The values of a field that may be filtered or sorted by, or null when it has none. */
    public @Nullable FieldValues values(String field) {
        return fields.get(field);
    }

    /** The names of all its fields that may be filtered or sorted by. */
    public Iterable<String> facetFields() {
        return fields.keySet();
    }

    /** Its words. */
    public DocumentWords words() {
        return words;
    }

    /** Its place, or null. */
    public @Nullable GeoPoint geo() {
        return geo;
    }

    Document with(Derived derived) {
        return new Document(id, json, derived);
    }
}
