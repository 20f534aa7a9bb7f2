package miroir.engine.merge;

import java.util.ArrayList;
import java.util.List;
import miroir.core.merge.RankKey;
import miroir.core.merge.RankKeyBuilder;

/** Makes rank keys of {@code _rankingScoreDetails} objects. Reuses what it can between hits; not thread-safe. */
final class RankReader {
    private final List<RankEntry> entries = new ArrayList<>();
    private final RankKeyBuilder builder = new RankKeyBuilder();
    private final int heaviest;
    private int size;

    /** With the weight of the last searchable attribute. */
    RankReader(int heaviest) {
        this.heaviest = heaviest;
    }

    /** Reads the object that begins at the cursor. */
    void read(JsonCursor cursor) {
        size = 0;
        cursor.enter('{');
        while (cursor.nextMember()) {
            if (size == entries.size()) {
                entries.add(new RankEntry());
            }
            entries.get(size).read(cursor);
            settle(size++);
        }
    }

    /** The key of what was read last, with the score of the same hit. */
    RankKey key(double score) {
        List<RankEntry> rules = entries.subList(0, size);
        for (RankEntry rule : rules) {
            rule.addTo(builder, rule.isExactMatch() ? ExactWords.missing(rules, score, heaviest) : 0);
        }
        return builder.build();
    }

    // Nodes list the rules in order, so this insertion step hardly ever moves anything.
    private void settle(int last) {
        int at = last;
        while (at > 0 && entries.get(at - 1).order() > entries.get(last).order()) {
            at--;
        }
        if (at < last) {
            entries.add(at, entries.remove(last));
        }
    }
}
