package miroir.embedded.search;

import java.util.List;
import java.util.Map;
import miroir.embedded.index.FieldPattern;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** What a search makes of each field: its weight, and whether it is searched at all. */
final class Fields {

    private final int[] weights;
    private final boolean[] searched;
    private final boolean[] exactOnly;
    private final int maxWeight;
    private final boolean restricted;

    Fields(Settings settings, Map<String, Integer> names, @Nullable List<String> searchOn) {
        int bound = names.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        this.weights = new int[bound];
        this.searched = new boolean[bound];
        this.exactOnly = new boolean[bound];
        List<String> exact = Json.asStrings(settings.nested("typoTolerance", "disableOnAttributes"));
        names.forEach((name, field) -> {
            weights[field] = Math.max(0, settings.weight(name));
            searched[field] = searchOn == null || searchOn.stream().anyMatch(wanted -> names(wanted, name));
            exactOnly[field] = exact.stream().anyMatch(wanted -> FieldPattern.covers(wanted, name));
        });
        this.maxWeight = settings.maxWeight();
        this.restricted = searchOn != null || !exact.isEmpty();
    }

    /** A name stands for itself alone, not for what is nested below it. */
    private static boolean names(String wanted, String field) {
        return wanted.equals(field) || (wanted.contains("*") && FieldPattern.matches(wanted, field));
    }

    int weight(int field) {
        return weights[field];
    }

    int maxWeight() {
        return maxWeight;
    }

    /** Whether a match in a field counts. */
    boolean allows(int field, boolean isExact) {
        return field < searched.length && searched[field] && (isExact || !exactOnly[field]);
    }

    /** Whether some matches may not count. */
    boolean restricted() {
        return restricted;
    }
}
