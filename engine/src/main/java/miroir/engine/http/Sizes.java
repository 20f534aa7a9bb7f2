package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import miroir.engine.request.StatsParams;

/** Shows sizes as the client wants them. */
final class Sizes {
    private static final List<String> FIELDS =
            List.of("rawDocumentDbSize", "avgDocumentSize", "databaseSize", "usedDatabaseSize");
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;

    private Sizes() {}

    static ObjectNode shown(ObjectNode stats, StatsParams params) {
        if (params.humanSizes()) {
            for (String field : FIELDS) {
                if (stats.has(field)) {
                    stats.put(field, human(stats.path(field).asLong()));
                }
            }
        }
        return stats;
    }

    static String human(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        String number = unit == 0 ? Long.toString(bytes) : String.format(Locale.ROOT, "%.2f", value);
        return number.replaceAll("\\.?0+$", unit == 0 ? "$0" : "") + " " + UNITS[unit];
    }
}
