package miroir.engine.merge;

import java.util.List;
import miroir.core.placement.ShardMarker;

/** The member of a merged answer that says which shards it lacks. */
final class MissingShards {
    private MissingShards() {}

    /** Nothing when none is missing. */
    static void write(List<Integer> shards, JsonBuffer out) {
        if (!shards.isEmpty()) {
            out.raw(",\"" + ShardMarker.PREFIX + "\":{\"missingShards\":")
                    .raw(shards.toString().replace(" ", ""))
                    .raw('}');
        }
    }
}
