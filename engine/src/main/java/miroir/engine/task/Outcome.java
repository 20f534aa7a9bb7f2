package miroir.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task's parts amount to: a pure fold over them and the in-sync set of now.
 *
 * @param error the node's error when some shard's write succeeded on no copy that is in sync; null: success
 * @param demote parts that failed where another in-sync copy succeeded
 */
record Outcome(@Nullable JsonNode error, List<PartRun> demote) {

    static Outcome of(List<PartRun> parts, InSync inSync) {
        Set<Integer> succeeded = new HashSet<>();
        for (PartRun part : parts) {
            if (part.state == PartRun.State.SUCCEEDED) {
                part.part.shards().stream()
                        .filter(shard -> inSync.test(part.part.volume(), shard))
                        .forEach(succeeded::add);
            }
        }
        List<PartRun> demote = new ArrayList<>();
        JsonNode error = null;
        for (PartRun part : parts) {
            if (part.state != PartRun.State.FAILED) {
                continue;
            }
            demote.add(part);
            boolean nowhere = part.part.shards().stream()
                    .anyMatch(shard -> !succeeded.contains(shard) && inSync.test(part.part.volume(), shard));
            if (nowhere && error == null) {
                error = part.error;
            }
        }
        return error == null ? new Outcome(null, demote) : new Outcome(error, onlyCovered(demote, succeeded));
    }

    private static List<PartRun> onlyCovered(List<PartRun> failed, Set<Integer> succeeded) {
        return failed.stream()
                .filter(part -> succeeded.containsAll(part.part.shards()))
                .toList();
    }
}
