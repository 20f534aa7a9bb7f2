package miroir.embedded.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import miroir.embedded.index.FieldValues;

/** Shows each value of an attribute once. */
final class Distinct {

    private Distinct() {}

    /** Keeps the first document of each value, and all without a value. */
    static List<Score> first(List<Score> ordered, String field) {
        Set<Object> seen = new HashSet<>();
        List<Score> kept = new ArrayList<>();
        for (Score score : ordered) {
            FieldValues values = score.document().values(field);
            List<Object> own = new ArrayList<>();
            if (values != null) {
                own.addAll(values.numbers());
                own.addAll(values.normalized());
            }
            if (own.stream().noneMatch(seen::contains)) {
                kept.add(score);
                seen.addAll(own);
            }
        }
        return kept;
    }
}
