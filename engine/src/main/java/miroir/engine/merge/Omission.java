package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Attributes that are left out of an object, by name or by a path that leads into inner objects. Immutable. */
final class Omission {
    private final byte[][] names;
    private final TreeSet<String> paths = new TreeSet<>();

    Omission(Set<String> attributes) {
        this.names = attributes.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        attributes.stream().filter(name -> name.indexOf('.') > 0).forEach(paths::add);
    }

    /** Whether the whole member the cursor stands at goes. */
    boolean covers(JsonCursor cursor) {
        for (byte[] name : names) {
            if (cursor.keyIs(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something inside the member the cursor stands at goes. */
    boolean leadsInto(JsonCursor cursor) {
        return !paths.isEmpty() && leadsInto(cursor.key());
    }

    private boolean leadsInto(String path) {
        String inner = path + '.';
        String next = paths.ceiling(inner);
        return next != null && next.startsWith(inner);
    }

    /** Writes the value at the cursor, of the attribute at this path, without what goes. */
    void write(JsonCursor cursor, byte[] source, String path, JsonBuffer out) {
        switch (cursor.peek()) {
            case '{' -> writeObject(cursor, source, path, out);
            case '[' -> writeArray(cursor, source, path, out);
            default -> {
                int from = cursor.at();
                cursor.skipValue();
                out.raw(source, from, cursor.at());
            }
        }
    }

    private void writeObject(JsonCursor cursor, byte[] source, String path, JsonBuffer out) {
        ObjectCopy copy = new ObjectCopy(out, source);
        cursor.enter('{');
        while (cursor.nextMember()) {
            int from = cursor.memberStart();
            String inner = path + '.' + cursor.key();
            if (paths.contains(inner)) {
                cursor.skipValue();
                copy.cut();
            } else if (leadsInto(inner)) {
                copy.insert();
                out.raw(source, from, cursor.at());
                write(cursor, source, inner, out);
            } else {
                cursor.skipValue();
                copy.keep(from, cursor.at());
            }
        }
        copy.close();
    }

    private void writeArray(JsonCursor cursor, byte[] source, String path, JsonBuffer out) {
        char separator = '[';
        cursor.enter('[');
        while (cursor.nextElement()) {
            out.raw(separator);
            write(cursor, source, path, out);
            separator = ',';
        }
        out.raw(separator == '[' ? "[]" : "]");
    }
}
