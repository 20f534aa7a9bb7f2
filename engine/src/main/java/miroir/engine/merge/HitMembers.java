package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import miroir.core.placement.ShardMarker;
import org.jspecify.annotations.Nullable;

/** Tells the role of a hit's members from their keys. */
final class HitMembers {
    private static final byte[] RESERVED = ascii(ShardMarker.PREFIX);
    private static final byte[] MARKER = ascii(ShardMarker.FIELD);
    private static final byte[] FORMATTED = ascii("_formatted");
    private static final byte[] MATCHES = ascii("_matchesPosition");
    private static final byte[] SCORE = ascii("_rankingScore");
    private static final byte[] DETAILS = ascii("_rankingScoreDetails");
    private static final byte[] FEDERATION = ascii("_federation");

    private enum Kind {
        SEARCH,
        DOCUMENT,
        SORTED_DOCUMENT
    }

    private final Kind kind;
    private final Omission strip;
    private final Omission formatted;
    private final byte @Nullable [][] displayed;
    private final boolean keepScore;

    private HitMembers(Kind kind, HitStrip strip, boolean keepScore) {
        this.kind = kind;
        this.strip = new Omission(strip.hit());
        this.formatted = new Omission(strip.formatted());
        List<String> shown = strip.displayed();
        this.displayed = shown == null
                ? null
                : shown.stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
        this.keepScore = keepScore;
    }

    static HitMembers ofSearch(HitStrip strip, boolean keepScore) {
        return new HitMembers(Kind.SEARCH, strip, keepScore);
    }

    static HitMembers ofDocuments(Set<String> strip, boolean sorted) {
        return new HitMembers(
                sorted ? Kind.SORTED_DOCUMENT : Kind.DOCUMENT, new HitStrip(strip, Set.of(), null), false);
    }

    /** The role of the top-level member the cursor stands at. */
    Role roleOf(JsonCursor cursor) {
        if (cursor.keyFirst() != '_') {
            return documentRole(cursor);
        }
        if (cursor.keyIs(MARKER)) {
            return Role.MARKER;
        }
        if (kind == Kind.SORTED_DOCUMENT && cursor.keyIs(FEDERATION)) {
            return Role.TUPLE;
        }
        if (kind == Kind.SEARCH && cursor.keyIs(DETAILS)) {
            return Role.DETAILS;
        }
        if (isReserved(cursor)) {
            return Role.CUT;
        }
        Role role = documentRole(cursor);
        return role == Role.DOCUMENT && kind == Kind.SEARCH ? searchRole(cursor) : role;
    }

    private Role documentRole(JsonCursor cursor) {
        return strip.covers(cursor) ? Role.CUT : strip.leadsInto(cursor) ? Role.PRUNED : Role.DOCUMENT;
    }

    private Role searchRole(JsonCursor cursor) {
        if (cursor.keyIs(FORMATTED)) {
            return Role.FORMATTED;
        }
        if (cursor.keyIs(MATCHES)) {
            return Role.MATCHES;
        }
        return !keepScore && isScore(cursor) ? Role.CUT : Role.DOCUMENT;
    }

    /** Whether the cursor stands at the score of the hit. */
    boolean isScore(JsonCursor cursor) {
        return kind == Kind.SEARCH && cursor.keyFirst() == '_' && cursor.keyIs(SCORE);
    }

    static boolean isReserved(JsonCursor cursor) {
        return cursor.keyStartsWith(RESERVED);
    }

    /** What goes inside attributes of the hit. */
    Omission strip() {
        return strip;
    }

    /** What goes inside attributes of {@code _formatted}. */
    Omission formatted() {
        return formatted;
    }

    /** Whether an attribute of {@code _formatted} goes whole. */
    boolean isCutFormatted(JsonCursor cursor) {
        return isReserved(cursor) || formatted.covers(cursor);
    }

    /** Whether a path of {@code _matchesPosition} is not shown. */
    boolean isCutPath(JsonCursor cursor) {
        if (isReserved(cursor)) {
            return true;
        }
        byte[][] shown = displayed;
        if (shown == null) {
            return false;
        }
        for (byte[] name : shown) {
            if (cursor.keyIs(name) || cursor.keyIsPathUnder(name)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
