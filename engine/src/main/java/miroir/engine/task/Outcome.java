package miroir.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a task's parts amount to: a pure fold over them and the in-sync set of now.
 *
 * @param error why the task failed: some shard's write succeeded on no copy that is in sync; null: success
 * @param faltered parts that failed because of their nodes' own troubles and whose writes succeeded nowhere
 * @param isLost whether it failed for no other reason than that every copy that took the write of some shard is lost
 * @param demote copies that failed where another in-sync copy succeeded, or failed otherwise than it; also when the task
 *     as a whole failed
 */
record Outcome(@Nullable JsonNode error, boolean isLost, List<Missed> demote, List<PartRun> faltered) {
    /** Nothing went wrong. */
    static final Outcome SUCCESS = new Outcome(null, false, List.of(), List.of());

    /** Shards of a part whose copies are no longer like the others. */
    record Missed(PartRun part, Set<Integer> shards) {}

    static Outcome of(List<PartRun> parts, InSync inSync) {
        Set<Integer> succeeded = new HashSet<>();
        Set<Integer> touched = new TreeSet<>();
        for (PartRun part : parts) {
            touched.addAll(part.planned.shards());
            if (part.state == PartRun.State.SUCCEEDED) {
                succeeded.addAll(inSync(part, inSync));
            }
        }
        List<Missed> demote = new ArrayList<>();
        List<PartRun> faltered = new ArrayList<>();
        Map<Integer, PartRun> first = new HashMap<>();
        JsonNode error = null;
        for (PartRun part : parts) {
            if (part.state == PartRun.State.FAILED) {
                Set<Integer> alone = inSync(part, inSync);
                Set<Integer> missed = new TreeSet<>(alone);
                missed.retainAll(succeeded);
                alone.removeAll(succeeded);
                // of several calls some may have succeeded: copies that did not fail alike are not alike any more
                for (int shard : alone) {
                    PartRun before = first.putIfAbsent(shard, part);
                    if (before != null && !part.failedLike(before)) {
                        missed.add(shard);
                    }
                }
                if (!missed.isEmpty()) {
                    demote.add(new Missed(part, missed));
                }
                if (!alone.isEmpty() && part.hasFaltered()) {
                    faltered.add(part);
                }
                error = error == null && !alone.isEmpty() ? part.error : error;
            }
        }
        touched.removeAll(succeeded);
        boolean lost = error == null && !touched.isEmpty();
        return new Outcome(lost ? lost(touched) : error, lost, demote, faltered);
    }

    private static Set<Integer> inSync(PartRun part, InSync inSync) {
        Set<Integer> shards = new TreeSet<>(part.part.shards());
        shards.removeIf(shard -> !inSync.test(part.part.volume(), shard));
        return shards;
    }

    /** Every copy that took the write lost its data since. */
    private static JsonNode lost(Set<Integer> shards) {
        ApiError error =
                new ApiError(ErrorCode.MIROIR_SHARDS_UNAVAILABLE, "No copy in sync is left of shards " + shards + ".");
        return Json.read(new String(error.json(), StandardCharsets.UTF_8));
    }
}
