package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import miroir.core.merge.RankKey;
import miroir.core.merge.RankKeyBuilder;
import org.jspecify.annotations.Nullable;

/** Makes rank keys of the {@code _federation.weightedScoreValues} of sorted documents. Not thread-safe. */
final class SortTupleReader {
    private static final byte[] VALUES = ascii("weightedScoreValues");
    private static final byte[] SORT = ascii("sort");
    private static final byte[] GEO_SORT = ascii("geoSort");
    private static final byte[] ASC = ascii("asc");

    private final RankKeyBuilder builder = new RankKeyBuilder();

    /** Reads the {@code _federation} object that begins at the cursor. */
    RankKey read(JsonCursor cursor) {
        cursor.enter('{');
        while (cursor.nextMember()) {
            if (cursor.keyIs(VALUES)) {
                readValues(cursor);
            } else {
                cursor.skipValue();
            }
        }
        return builder.build();
    }

    private void readValues(JsonCursor cursor) {
        cursor.enter('[');
        while (cursor.nextElement()) {
            cursor.enter('{');
            while (cursor.nextMember()) {
                boolean geo = cursor.keyIs(GEO_SORT);
                if (geo || cursor.keyIs(SORT)) {
                    readSort(cursor, geo);
                } else {
                    builder.score(cursor.readNumber());
                }
            }
        }
    }

    private void readSort(JsonCursor cursor, boolean geo) {
        boolean ascending = false;
        double number = Double.NaN;
        byte @Nullable [] text = null;
        cursor.enter('{');
        while (cursor.nextMember()) {
            if (cursor.keyIs(ASC)) {
                ascending = cursor.peek() == 't';
                cursor.skipValue();
            } else if (cursor.peek() == '"') {
                text = cursor.readUtf8();
            } else {
                number = cursor.readNumber();
            }
        }
        if (text != null) {
            builder.text(ascending, text);
        } else if (Double.isNaN(number)) {
            builder.noValue();
        } else if (geo) {
            builder.distance(ascending, number);
        } else {
            builder.number(ascending, number);
        }
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
