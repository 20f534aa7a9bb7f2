package miroir.engine.payload;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The shape of {@code _vectors}, as milli's {@code vector_document.rs} and {@code parsed_vectors.rs} want it. */
final class VectorCheck {
    private final SplitRules rules;

    VectorCheck(SplitRules rules) {
        this.rules = rules;
    }

    /** Checks the value at {@code at}; a negative offset means that the document has no such field. */
    void check(byte[] json, int at, String id) {
        Set<String> provided = new HashSet<>();
        if (at >= 0) {
            if (json[at] != '{') {
                throw refused("internal", JsonValues.invalidType(json, at, "a map", 0));
            }
            JsonText.members(json, at, m -> {
                String embedder = JsonText.string(json, m.keyFrom(), m.keyTo());
                if (entry(json, m, new Place(id, embedder))) {
                    provided.add(embedder);
                }
            });
        }
        for (Map.Entry<String, SplitRules.Vectors> wanted : rules.embedders().entrySet()) {
            if (wanted.getValue().required() && !provided.contains(wanted.getKey())) {
                throw notProvided(wanted.getKey(), id);
            }
        }
    }

    private record Place(String id, String embedder) {
        String path() {
            return "`._vectors." + embedder;
        }
    }

    /** Whether the document settles its vectors for this embedder itself. */
    private boolean entry(byte[] json, JsonText.Member member, Place place) {
        int at = member.valueFrom();
        int embeddings = at;
        String path = place.path();
        if (json[at] == '{') {
            embeddings = explicit(json, at, place);
            path += ".embeddings";
        } else if (json[at] != '[' && json[at] != 'n') {
            throw badEntry(
                    place,
                    "Expected " + place.path()
                            + "` to be an array of floats, an array of arrays of floats, or an object"
                            + " with at least the field `regenerate`, but got the " + JsonValues.plainKind(json, at));
        }
        SplitRules.Vectors wanted = rules.embedders().get(place.embedder());
        if (embeddings >= 0 && json[embeddings] != 'n' && wanted != null) {
            String fault = Embeddings.fault(json, embeddings, path);
            if (fault != null) {
                throw badEntry(place, fault);
            }
            checkDimensions(json, embeddings, wanted.dimensions(), place);
        }
        return embeddings >= 0;
    }

    /** The offset of {@code embeddings} in an object entry, or -1. */
    private int explicit(byte[] json, int at, Place place) {
        int[] found = {-1, -1};
        JsonText.members(json, at, m -> {
            String raw = JsonValues.raw(json, m.keyFrom(), m.keyTo());
            if (raw.equals("\"embeddings\"")) {
                found[0] = json[m.valueFrom()] == 'n' ? found[0] : m.valueFrom();
            } else if (raw.equals("\"regenerate\"")) {
                found[1] = m.valueFrom();
                checkBoolean(json, at, m, place);
            } else {
                int colon = JsonText.skipSpace(json, m.keyTo());
                throw badEntry(
                        place,
                        "Could not parse " + place.path() + "`: trailing characters at line 1 column "
                                + (colon - at + 1));
            }
        });
        if (found[1] < 0) {
            throw badEntry(
                    place,
                    "Missing field " + place.path() + ".regenerate`\n  - note: " + place.path()
                            + "` must be an array of floats, an array of arrays of floats, or an object with field"
                            + " `regenerate`");
        }
        return found[0];
    }

    private void checkBoolean(byte[] json, int entry, JsonText.Member m, Place place) {
        byte first = json[m.valueFrom()];
        if (first == 't' || first == 'f') {
            return;
        }
        int next = JsonText.skipSpace(json, m.valueTo());
        if (first == '{' || first == '[' || json[next] == ',') {
            boolean comma = first != '{' && first != '[';
            throw badEntry(
                    place,
                    "Could not parse " + place.path() + "`: trailing " + (comma ? "comma" : "characters")
                            + " at line 1 column " + ((comma ? next : m.valueFrom()) - entry + 1));
        }
        throw badEntry(
                place,
                "Could not parse " + place.path() + ".regenerate`: "
                        + JsonValues.invalidType(json, m.valueFrom(), "a boolean", m.valueFrom() - entry));
    }

    private void checkDimensions(byte[] json, int at, int dimensions, Place place) {
        int[] lengths = Embeddings.lengths(json, at);
        for (int i = 0; i < lengths.length && dimensions > 0; i++) {
            if (lengths[i] != dimensions) {
                throw refused(
                        "invalid_vector_dimensions",
                        "Invalid vector dimensions in document with id `" + place.id() + "` in " + place.path()
                                + "`.\n  - note: embedding #" + i + " has dimensions " + lengths[i]
                                + "\n  - note: embedder `" + place.embedder() + "` requires " + dimensions);
            }
        }
    }

    private RefusedDocument badEntry(Place place, String error) {
        return refused(
                "invalid_vectors_type",
                "Bad embedder configuration in the document with id: `" + place.id() + "`. " + error);
    }

    private RefusedDocument notProvided(String embedder, String id) {
        return refused(
                "vector_embedding_error",
                "While embedding documents for embedder `" + embedder + "`: no vectors provided for document `" + id
                        + "`\n- Note: `" + embedder
                        + "` has `source: userProvided`, so documents must provide embeddings"
                        + " as an array in `_vectors." + embedder + "`.\n- Hint: opt-out for a document with `_vectors."
                        + embedder + ": null`");
    }

    private RefusedDocument refused(String code, String text) {
        return new RefusedDocument(code, "Index `" + rules.index() + "`: " + text);
    }
}
