package miroir.engine.merge;

import java.util.ArrayList;
import java.util.List;
import miroir.core.merge.RankKey;
import miroir.core.merge.RankKeyBuilder;

/** Makes rank keys of {@code _rankingScoreDetails} objects. Reuses what it can between hits; not thread-safe. */
final class RankReader {
    private final List<RankEntry> entries = new ArrayList<>();
    private final RankKeyBuilder builder = new RankKeyBuilder();

    /** Reads the object that begins at the cursor. */
    RankKey read(JsonCursor cursor) {
        int size = 0;
        cursor.enter('{');
        while (cursor.nextMember()) {
            if (size == entries.size()) {
                entries.add(new RankEntry());
            }
            entries.get(size).read(cursor);
            settle(size++);
        }
        for (int at = 0; at < size; at++) {
            entries.get(at).addTo(builder);
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
