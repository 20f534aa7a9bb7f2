package miroir.engine.merge;

import java.util.ArrayList;
import java.util.List;
import miroir.core.merge.FacetValue;
import org.jspecify.annotations.Nullable;

/** Reads nodes' answers to a facet search and writes the client's. */
public final class FacetSearchAnswers {
    private FacetSearchAnswers() {}

    /** The values a node found; anything but an answer to a facet search is a {@link MalformedAnswerException}. */
    public static List<FacetValue> read(byte[] body) {
        List<FacetValue> values = null;
        JsonCursor cursor = new JsonCursor(body);
        cursor.enter('{');
        while (cursor.nextMember()) {
            if (cursor.key().equals("facetHits")) {
                values = readHits(cursor);
            } else {
                cursor.skipValue();
            }
        }
        if (values == null) {
            throw new MalformedAnswerException("facet hits", cursor.at());
        }
        return values;
    }

    private static List<FacetValue> readHits(JsonCursor cursor) {
        List<FacetValue> values = new ArrayList<>();
        cursor.enter('[');
        while (cursor.nextElement()) {
            String value = "";
            long count = 0;
            cursor.enter('{');
            while (cursor.nextMember()) {
                switch (cursor.key()) {
                    case "value" -> value = cursor.readString();
                    case "count" -> count = cursor.readLong();
                    default -> cursor.skipValue();
                }
            }
            values.add(new FacetValue(value, count));
        }
        return values;
    }

    /**
     * The client's answer.
     *
     * @param facetQuery as the client gave it
     * @param missingShards shards no volume answered for
     */
    public static byte[] write(
            List<FacetValue> values, @Nullable String facetQuery, long processingTimeMs, List<Integer> missingShards) {
        JsonBuffer out = new JsonBuffer(256 + 32 * values.size());
        out.raw("{\"facetHits\":[");
        for (int at = 0; at < values.size(); at++) {
            out.raw(at == 0 ? "{\"value\":" : ",{\"value\":")
                    .text(values.get(at).key());
            out.raw(",\"count\":").number(values.get(at).count()).raw('}');
        }
        out.raw("],\"facetQuery\":");
        if (facetQuery == null) {
            out.raw("null");
        } else {
            out.text(facetQuery);
        }
        out.raw(",\"processingTimeMs\":").number(processingTimeMs);
        MissingShards.write(missingShards, out);
        return out.raw('}').toBytes();
    }
}
