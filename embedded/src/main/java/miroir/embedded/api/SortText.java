package miroir.embedded.api;

import java.util.ArrayList;
import java.util.List;

/** Sort criteria in a query parameter. */
final class SortText {

    private SortText() {}

    /** Joins again what the comma inside {@code _geoPoint(a,b)} has split. */
    static List<String> repair(List<String> parts) {
        List<String> rules = new ArrayList<>();
        boolean open = false;
        for (String part : parts) {
            if (open) {
                int last = rules.size() - 1;
                rules.set(last, rules.get(last) + "," + part);
            } else {
                rules.add(part);
            }
            open = rules.get(rules.size() - 1).startsWith("_geoPoint(")
                    && !rules.get(rules.size() - 1).contains(")");
        }
        return rules;
    }
}
