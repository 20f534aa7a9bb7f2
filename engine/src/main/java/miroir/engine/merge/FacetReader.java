package miroir.engine.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import miroir.core.merge.FacetBound;
import miroir.core.merge.FacetBounds;
import miroir.core.merge.FacetField;
import miroir.core.merge.FacetValue;

/** Reads {@code facetDistribution} and {@code facetStats} of one answer. Not thread-safe. */
final class FacetReader {
    private static final FacetBound ABSENT = new FacetBound(Double.NaN, "");

    private final Map<String, List<FacetValue>> values = new HashMap<>();
    private final Map<String, FacetBounds> bounds = new HashMap<>();

    void readDistribution(JsonCursor cursor) {
        cursor.enter('{');
        while (cursor.nextMember()) {
            List<FacetValue> field = new ArrayList<>();
            values.put(cursor.key(), field);
            cursor.enter('{');
            while (cursor.nextMember()) {
                field.add(new FacetValue(cursor.key(), cursor.readLong()));
            }
        }
    }

    void readStats(JsonCursor cursor) {
        cursor.enter('{');
        while (cursor.nextMember()) {
            bounds.put(cursor.key(), readBounds(cursor));
        }
    }

    private static FacetBounds readBounds(JsonCursor cursor) {
        FacetBound min = ABSENT;
        FacetBound max = ABSENT;
        cursor.enter('{');
        while (cursor.nextMember()) {
            boolean smallest = cursor.key().equals("min");
            int from = cursor.at();
            double value = cursor.readNumber();
            FacetBound bound = new FacetBound(value, cursor.textSince(from));
            min = smallest ? bound : min;
            max = smallest ? max : bound;
        }
        return new FacetBounds(min, max);
    }

    Map<String, FacetField> fields() {
        Map<String, FacetField> fields = new HashMap<>();
        values.forEach((name, counted) -> fields.put(name, new FacetField(counted, bounds.get(name))));
        return fields;
    }
}
