package miroir.engine.payload;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import miroir.core.placement.ShardMarker;
import org.jspecify.annotations.Nullable;

/** Finds in a document what would make a node fail a batch of unrelated tasks, and names that Miroir reserves. */
final class DocumentCheck {
    private static final byte[] RESERVED_BYTES = ShardMarker.PREFIX.getBytes(StandardCharsets.UTF_8);
    private static final int DEPTH = 127;
    /** What is inside of these has no names of its own. */
    private static final Set<String> OPAQUE = Set.of("_geo", "_geojson", "_vectors");

    private final SplitRules rules;
    private final GeoCheck geo;
    private final VectorCheck vectors;
    private final FieldNames names;
    /** By depth: the path that a value which begins there has. */
    private final long[] paths = new long[DEPTH + 2];
    /** By depth: the path of the object or array that is open there. */
    private final long[] open = new long[DEPTH + 2];

    DocumentCheck(SplitRules rules) {
        this.rules = rules;
        this.geo = new GeoCheck(rules.index());
        this.vectors = new VectorCheck(rules);
        this.names = new FieldNames(rules.index());
    }

    /** Throws the first problem of the document. */
    void check(byte[] json, String id) {
        JsonText.Member[] special = new JsonText.Member[2];
        JsonText.members(json, JsonText.skipSpace(json, 0), m -> {
            checkName(json, m.keyFrom(), m.keyTo());
            if (json[m.keyFrom() + 1] == '_' || json[m.keyFrom() + 1] == '\\') {
                if (JsonText.isKey(json, m, "_geo")) {
                    special[0] = m;
                } else if (JsonText.isKey(json, m, "_vectors")) {
                    special[1] = m;
                }
            }
            long path = names.add(json, m.keyFrom(), m.keyTo(), 0);
            boolean opaque =
                    json[m.keyFrom() + 1] == '_' && OPAQUE.contains(JsonText.string(json, m.keyFrom(), m.keyTo()));
            checkValue(json, m.valueFrom(), m.valueTo(), opaque ? 0 : path);
        });
        if (rules.geo() && special[0] != null) {
            geo.check(json, special[0].valueFrom(), id);
        }
        checkVectors(json, special[1], id);
    }

    private void checkVectors(byte[] json, JsonText.@Nullable Member member, String id) {
        vectors.check(json, member == null ? -1 : member.valueFrom(), id);
    }

    /**
     * Looks at every token of a value without building it.
     *
     * @param path of the value; 0: the names inside do not count
     */
    private void checkValue(byte[] json, int from, int to, long path) {
        int depth = 0;
        paths[0] = path;
        int i = from;
        while (i < to) {
            byte b = json[i];
            if (b == '"') {
                int end = JsonText.skipString(json, i);
                checkString(json, i, end, from);
                if (path != 0 && depth > 0 && isName(json, end)) {
                    paths[depth] = names.add(json, i, end, open[depth]);
                }
                i = end;
            } else if (JsonText.startsNumber(b)) {
                int end = JsonText.skipScalar(json, i);
                if (Text.outOfRange(json, i, end)) {
                    throw internal(Text.OUT_OF_RANGE, end - from);
                }
                i = end;
            } else {
                int nesting = JsonText.nesting(b);
                depth += nesting;
                i++;
                if (depth > DEPTH) {
                    throw internal("recursion limit exceeded", i - from);
                }
                if (nesting > 0) {
                    open[depth] = paths[depth - 1];
                    paths[depth] = paths[depth - 1];
                }
            }
        }
    }

    private void checkString(byte[] json, int from, int end, int value) {
        Text.Flaw flaw = Text.surrogateFlaw(json, from + 1, end - 1);
        if (flaw != null) {
            throw internal(flaw.text(), flaw.end() - value);
        }
        if (mayBeReserved(json, from) && isName(json, end)) {
            checkName(json, from, end);
        }
    }

    private static boolean isName(byte[] json, int end) {
        return end < json.length && json[JsonText.skipSpace(json, end)] == ':';
    }

    private static boolean mayBeReserved(byte[] json, int quote) {
        return json[quote + 1] == '_' || json[quote + 1] == '\\';
    }

    private static void checkName(byte[] json, int from, int to) {
        if (!mayBeReserved(json, from)) {
            return;
        }
        boolean plain = to - from - 2 >= RESERVED_BYTES.length;
        for (int i = 0; plain && i < RESERVED_BYTES.length; i++) {
            plain = json[from + 1 + i] == RESERVED_BYTES[i];
        }
        if (plain || JsonText.string(json, from, to).startsWith(ShardMarker.PREFIX)) {
            throw new RefusedDocument(
                    "invalid_document_fields",
                    "The field `" + JsonText.string(json, from, to) + "` cannot be used: names starting with `"
                            + ShardMarker.PREFIX + "` are reserved by Miroir.");
        }
    }

    private RefusedDocument internal(String text, int column) {
        return new RefusedDocument(
                "internal", "Index `" + rules.index() + "`: internal: " + text + " at line 1 column " + column + ".");
    }
}
