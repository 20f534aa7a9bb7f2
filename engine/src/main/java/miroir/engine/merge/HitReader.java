package miroir.engine.merge;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the slices, keys and ids of hits. One per merge; not thread-safe. */
final class HitReader {
    private final HitMembers members;
    private final @Nullable FieldPath primaryKey;
    private final @Nullable FieldPath distinct;
    private final RankReader ranks;
    private final SortTupleReader tuples = new SortTupleReader();

    /** Without details of scores. */
    HitReader(HitMembers members, @Nullable String primaryKey) {
        this(members, primaryKey, null, 0);
    }

    HitReader(HitMembers members, @Nullable String primaryKey, @Nullable String distinct, int heaviest) {
        this.members = members;
        this.ranks = new RankReader(heaviest);
        this.primaryKey = primaryKey == null ? null : new FieldPath(primaryKey);
        this.distinct = distinct == null ? null : new FieldPath(distinct);
    }

    /** Reads the array of hits at the cursor into the page, without those whose shard was not asked. */
    void readAll(JsonCursor cursor, VolumeAnswer answer, HitPage page) {
        cursor.enter('[');
        while (cursor.nextElement()) {
            Hit hit = new Hit(answer.body(), cursor.at());
            if (read(cursor, hit, answer.marker())) {
                page.add(hit);
            } else {
                page.drop();
            }
        }
    }

    /** Reads a lone document. */
    Hit readOne(byte[] document) {
        Hit hit = new Hit(document, 0);
        read(new JsonCursor(document), hit, marker -> true);
        return hit;
    }

    private boolean read(JsonCursor cursor, Hit hit, Predicate<String> asked) {
        boolean wanted = true;
        boolean ranked = false;
        double score = Double.NaN;
        cursor.enter('{');
        while (cursor.nextMember()) {
            Role role = members.roleOf(cursor);
            noteKept(cursor, hit, role);
            readIdentity(cursor, hit);
            switch (role) {
                case DETAILS -> {
                    ranks.read(cursor);
                    ranked = true;
                }
                case TUPLE -> hit.rank = tuples.read(cursor);
                case MARKER -> wanted &= isAsked(cursor, asked);
                default -> {
                    if (members.isScore(cursor)) {
                        score = cursor.readScore();
                    } else {
                        cursor.skipValue();
                    }
                }
            }
            if (!hit.touched) {
                hit.keptTo = cursor.at();
            }
        }
        if (ranked) {
            hit.rank = ranks.key(score);
        }
        hit.end = cursor.at();
        return wanted;
    }

    private static boolean isAsked(JsonCursor cursor, Predicate<String> asked) {
        if (cursor.peek() == '"') {
            return asked.test(cursor.readString());
        }
        cursor.skipValue();
        return true;
    }

    private static void noteKept(JsonCursor cursor, Hit hit, Role role) {
        hit.touched |= role != Role.DOCUMENT;
        if (hit.keptFrom == 0 && !hit.touched) {
            hit.keptFrom = cursor.memberStart();
        }
    }

    private void readIdentity(JsonCursor cursor, Hit hit) {
        int value = cursor.at();
        int toId = primaryKey == null ? FieldPath.NO_MATCH : primaryKey.matched(cursor);
        int toDistinct = distinct == null ? FieldPath.NO_MATCH : distinct.matched(cursor);
        if (primaryKey != null && toId != FieldPath.NO_MATCH && primaryKey.moveToValue(cursor, toId)) {
            hit.idStart = cursor.at();
            cursor.skipValue();
            hit.idEnd = cursor.at();
        }
        cursor.moveTo(value);
        if (distinct != null && toDistinct != FieldPath.NO_MATCH) {
            hit.distinct = distinct.values(cursor, toDistinct);
            cursor.moveTo(value);
        }
    }
}
