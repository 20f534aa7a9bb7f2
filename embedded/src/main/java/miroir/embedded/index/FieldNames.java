package miroir.embedded.index;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.embedded.error.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * The names of all fields that documents of an index ever had, those inside of objects with dots. An index takes only so
 * many; deleting documents frees none.
 */
public final class FieldNames {

    /** How many an index of a real node takes; its error speaks of one less. */
    public static final int MOST = 65_536;

    private static final Set<String> OPAQUE = Set.of("_geo", "_geojson", "_vectors");

    private final int most;
    private final Set<String> known = new HashSet<>();

    /** None yet. */
    public FieldNames(int most) {
        this.most = most;
    }

    /** Adds the names of a payload, or none of them when the index would have too many. */
    public void add(Draft draft, String uid) {
        Set<String> all = new HashSet<>(draft.onTop);
        all.addAll(draft.below);
        requireRoom(all, uid);
        known.addAll(all);
    }

    /** Fails when the index would have too many names with these. */
    public void requireRoom(Set<String> names, String uid) {
        int room = most - known.size();
        if (names.size() > room
                && names.stream().filter(name -> !known.contains(name)).count() > room) {
            throw tooMany("Index `" + uid + "`: ");
        }
    }

    /** Adds the name of a primary key. */
    public void addKey(String key, String uid) {
        requireRoom(Set.of(key), uid);
        known.add(key);
    }

    private static ApiException tooMany(String where) {
        return new ApiException(
                "max_fields_limit_exceeded", where + "A document cannot contain more than 65,535 fields.");
    }

    /** A new payload. */
    public Draft draft() {
        return new Draft();
    }

    /** The names that one payload brings. */
    public final class Draft {

        private final Set<String> onTop = new HashSet<>();
        private final Set<String> below = new HashSet<>();

        /** Notes the names on a document's top level; fails when the payload alone has too many. */
        public void readTop(Map<String, @Nullable Object> document) {
            onTop.addAll(document.keySet());
            if (onTop.size() > most) {
                throw tooMany("");
            }
        }

        /** Notes the names below the top level of a document that is stored; those of skipped ones do not count. */
        public void readBelow(Map<String, @Nullable Object> document) {
            document.forEach((name, value) -> {
                if (!OPAQUE.contains(name)) {
                    walk(name, value);
                } else if (name.equals("_geo")) {
                    below.addAll(List.of("_geo.lat", "_geo.lng"));
                }
            });
        }

        private void walk(String path, @Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                map.forEach((name, inner) -> {
                    String full = path + '.' + name;
                    below.add(full);
                    walk(full, inner);
                });
            } else if (value instanceof List<?> list) {
                list.forEach(element -> walk(path, element));
            }
        }
    }
}
