package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Tells the role of a hit's members from their keys. */
final class HitMembers {
    private static final byte[] RESERVED = ascii("_miroir");
    private static final byte[] MARKER = ascii("_miroir_shard");
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
    private final byte[][] strip;
    private final boolean keepScore;

    private HitMembers(Kind kind, Set<String> strip, boolean keepScore) {
        this.kind = kind;
        this.strip = strip.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.keepScore = keepScore;
    }

    static HitMembers ofSearch(Set<String> strip, boolean keepScore) {
        return new HitMembers(Kind.SEARCH, strip, keepScore);
    }

    static HitMembers ofDocuments(Set<String> strip, boolean sorted) {
        return new HitMembers(sorted ? Kind.SORTED_DOCUMENT : Kind.DOCUMENT, strip, false);
    }

    /** The role of the top-level member the cursor stands at. */
    Role roleOf(JsonCursor cursor) {
        if (cursor.keyFirst() != '_') {
            return isStripped(cursor) ? Role.CUT : Role.DOCUMENT;
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
        return isCut(cursor) ? Role.CUT : kind == Kind.SEARCH ? searchRole(cursor) : Role.DOCUMENT;
    }

    private Role searchRole(JsonCursor cursor) {
        if (cursor.keyIs(FORMATTED)) {
            return Role.FORMATTED;
        }
        if (cursor.keyIs(MATCHES)) {
            return Role.MATCHES;
        }
        return !keepScore && cursor.keyIs(SCORE) ? Role.CUT : Role.DOCUMENT;
    }

    /** Whether an attribute must not be shown, wherever it stands. */
    boolean isCut(JsonCursor cursor) {
        return isReserved(cursor) || isStripped(cursor);
    }

    static boolean isReserved(JsonCursor cursor) {
        return cursor.keyStartsWith(RESERVED);
    }

    /** The same for keys that are paths: with an attribute go the ones inside it. */
    boolean isCutPath(JsonCursor cursor) {
        for (byte[] name : strip) {
            if (cursor.keyIsPathUnder(name)) {
                return true;
            }
        }
        return isCut(cursor);
    }

    private boolean isStripped(JsonCursor cursor) {
        for (byte[] name : strip) {
            if (cursor.keyIs(name)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
