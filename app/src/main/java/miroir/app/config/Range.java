package miroir.app.config;

import miroir.core.placement.IndexShape;
import miroir.core.topology.GroupId;

/** The whole numbers a setting may take. */
record Range(int least, int most) {
    static final Range PORT = new Range(0, 65_535);
    static final Range SHARDS = new Range(1, IndexShape.MAX_SHARDS);
    static final Range COPIES = new Range(1, IndexShape.MAX_REPLICATION_FACTOR);
    static final Range SECONDS = new Range(1, 3_600);
    static final Range MINUTES = new Range(0, 100_000);
    static final Range DAYS = new Range(0, 1_000);
    static final Range HOURS = new Range(0, 10_000);
    static final Range KEPT = new Range(1, 1_000);
    static final Range GROUP = new Range(0, GroupId.MAX);

    /** The number in the text; the fallback, with a problem noted, when there is none in this range. */
    int read(Setting setting, Problems problems, int fallback) {
        try {
            int number = Integer.parseInt(setting.text());
            if (number >= least && number <= most) {
                return number;
            }
            problems.add(
                    setting.where(), setting.key(), "must be from %d to %d, not %d".formatted(least, most, number));
        } catch (NumberFormatException e) {
            String problem = "must be a whole number from %d to %d, not %s";
            problems.add(setting.where(), setting.key(), problem.formatted(least, most, setting.quoted()));
        }
        return fallback;
    }
}
