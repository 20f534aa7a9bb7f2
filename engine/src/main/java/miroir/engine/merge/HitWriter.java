package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Writes hits for the client: untouched bytes where possible, without what the client must not see. */
final class HitWriter {
    private static final byte[] ORDER = "order".getBytes(StandardCharsets.US_ASCII);

    private final HitMembers members;
    private final boolean keepDetails;
    private final Set<String> hidden;

    HitWriter(HitMembers members, boolean keepDetails, Set<String> hidden) {
        this.members = members;
        this.keepDetails = keepDetails;
        this.hidden = hidden;
    }

    /** Appends an array of hits. */
    void writeAll(List<Hit> hits, JsonBuffer out) {
        out.raw('[');
        for (int at = 0; at < hits.size(); at++) {
            if (at > 0) {
                out.raw(',');
            }
            write(hits.get(at), out);
        }
        out.raw(']');
    }

    /** Appends one hit. */
    void write(Hit hit, JsonBuffer out) {
        if (!hit.touched) {
            out.raw(hit.source, hit.start, hit.end);
            return;
        }
        JsonCursor cursor = new JsonCursor(hit.source, hit.start, hit.end);
        ObjectCopy copy = new ObjectCopy(out, hit.source);
        cursor.enter('{');
        if (hit.keptTo > 0) {
            copy.keep(hit.keptFrom, hit.keptTo);
            cursor.moveTo(hit.keptTo);
        }
        while (cursor.nextMember()) {
            writeMember(hit.source, cursor, copy, out);
        }
        copy.close();
    }

    private void writeMember(byte[] source, JsonCursor cursor, ObjectCopy copy, JsonBuffer out) {
        int from = cursor.memberStart();
        int value = cursor.at();
        Role role = members.roleOf(cursor);
        if (role == Role.DOCUMENT) {
            cursor.skipValue();
            copy.keep(from, cursor.at());
            return;
        }
        if (role == Role.PRUNED) {
            copy.insert();
            out.raw(source, from, value);
            members.strip().write(cursor, source, cursor.key(), out);
            return;
        }
        if (role == Role.MATCHES || (role == Role.FORMATTED && keepsAny(cursor))) {
            cursor.moveTo(value);
            copy.insert();
            out.raw(source, from, value);
            writeAttributes(source, cursor, out, role);
        } else if (role == Role.DETAILS && keepDetails) {
            copy.insert();
            out.raw(source, from, value);
            writeDetails(source, cursor, out);
        } else {
            copy.cut();
        }
        cursor.moveTo(value);
        cursor.skipValue();
    }

    private boolean keepsAny(JsonCursor cursor) {
        cursor.enter('{');
        while (cursor.nextMember()) {
            if (!members.isCutFormatted(cursor)) {
                return true;
            }
            cursor.skipValue();
        }
        return false;
    }

    private void writeAttributes(byte[] source, JsonCursor cursor, JsonBuffer out, Role role) {
        ObjectCopy copy = new ObjectCopy(out, source);
        cursor.enter('{');
        while (cursor.nextMember()) {
            int from = cursor.memberStart();
            int value = cursor.at();
            boolean cut = role == Role.MATCHES ? members.isCutPath(cursor) : members.isCutFormatted(cursor);
            if (role == Role.FORMATTED && !cut && members.formatted().leadsInto(cursor)) {
                copy.insert();
                out.raw(source, from, value);
                members.formatted().write(cursor, source, cursor.key(), out);
                continue;
            }
            cursor.skipValue();
            if (cut) {
                copy.cut();
            } else {
                copy.keep(from, cursor.at());
            }
        }
        copy.close();
    }

    private void writeDetails(byte[] source, JsonCursor cursor, JsonBuffer out) {
        ObjectCopy copy = new ObjectCopy(out, source);
        cursor.enter('{');
        while (cursor.nextMember()) {
            int from = cursor.memberStart();
            if (HitMembers.isReserved(cursor)) {
                cursor.skipValue();
                copy.cut();
            } else if (isHidden(cursor)) {
                copy.insert();
                writeHidden(order(cursor), out);
            } else {
                cursor.skipValue();
                copy.keep(from, cursor.at());
            }
        }
        copy.close();
    }

    private boolean isHidden(JsonCursor cursor) {
        if (hidden.isEmpty()) {
            return false;
        }
        String key = cursor.key();
        return RankingRule.of(key) == RankingRule.SORT && hidden.contains(key.substring(0, key.lastIndexOf(':')));
    }

    // As the node itself does for fields that are not displayed (milli, score_details.rs, to_json_map).
    private static void writeHidden(long order, JsonBuffer out) {
        out.raw("\"<hidden-rule-").number(order).raw(">\":{\"order\":").number(order);
        out.raw(",\"value\":\"<hidden>\"}");
    }

    private static long order(JsonCursor cursor) {
        long order = 0;
        cursor.enter('{');
        while (cursor.nextMember()) {
            if (cursor.keyIs(ORDER)) {
                order = cursor.readLong();
            } else {
                cursor.skipValue();
            }
        }
        return order;
    }
}
