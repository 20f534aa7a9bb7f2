package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import miroir.core.merge.FacetText;

/** The name of a document attribute, which may lead into objects by dots: {@code a.b}. */
final class FieldPath {
    static final int NO_MATCH = -1;

    private final byte[] path;

    FieldPath(String path) {
        this.path = path.getBytes(StandardCharsets.UTF_8);
    }

    /** How much of the path the member the cursor stands at uses up; {@link #NO_MATCH} when it leads elsewhere. */
    int matched(JsonCursor cursor) {
        return after(cursor, 0);
    }

    /** Moves on to the attribute's value, through objects only; false when it is not there. */
    boolean moveToValue(JsonCursor cursor, int from) {
        if (from >= path.length) {
            return true;
        }
        if (cursor.peek() != '{') {
            cursor.skipValue();
            return false;
        }
        cursor.enter('{');
        while (cursor.nextMember()) {
            int next = after(cursor, from);
            if (next != NO_MATCH && moveToValue(cursor, next)) {
                return true;
            }
            if (next == NO_MATCH) {
                cursor.skipValue();
            }
        }
        return false;
    }

    /** The facet values from here on, normalised, numbers apart from texts. */
    List<String> values(JsonCursor cursor, int from) {
        List<String> values = new ArrayList<>(1);
        collect(cursor, from, values);
        return values;
    }

    private void collect(JsonCursor cursor, int from, List<String> values) {
        byte first = cursor.peek();
        if (first == '[') {
            cursor.enter('[');
            while (cursor.nextElement()) {
                collect(cursor, from, values);
            }
        } else if (from >= path.length) {
            addValue(cursor, first, values);
        } else if (first == '{') {
            cursor.enter('{');
            while (cursor.nextMember()) {
                int next = after(cursor, from);
                if (next == NO_MATCH) {
                    cursor.skipValue();
                } else {
                    collect(cursor, next, values);
                }
            }
        } else {
            cursor.skipValue();
        }
    }

    // Nodes keep booleans as texts.
    private static void addValue(JsonCursor cursor, byte first, List<String> values) {
        switch (first) {
            case '"' -> values.add('s' + FacetText.normalise(cursor.readString()));
            case 't', 'f' -> {
                values.add(first == 't' ? "strue" : "sfalse");
                cursor.skipValue();
            }
            case '{', 'n' -> cursor.skipValue();
            default -> values.add("n" + cursor.readNumber());
        }
    }

    /** How much of the path is used up once this key was followed. */
    private int after(JsonCursor cursor, int from) {
        int to = from + cursor.keyLength();
        if (to > path.length || (to < path.length && path[to] != '.') || !cursor.keyIs(path, from)) {
            return NO_MATCH;
        }
        return to == path.length ? to : to + 1;
    }
}
