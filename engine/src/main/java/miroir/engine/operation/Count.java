package miroir.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import miroir.core.copy.Belief;
import miroir.engine.api.OperationPicture;
import org.jspecify.annotations.Nullable;

/** What a comparison came to so far: the shards whose copies were compared, and those where that was not possible. */
final class Count {
    /** As many are kept to be looked at. */
    private static final int VERDICTS = 100;

    private static final int SHOWN = 8;

    /** Shards. */
    private long compared;

    private long differing;
    private long repaired;
    private final List<OperationPicture.Verdict> verdicts = new ArrayList<>();
    /** Why a shard's copies could not be compared. */
    private final SortedMap<Integer, String> left = new TreeMap<>();

    void take(int shard, Belief belief) {
        compared++;
        differing += belief.differing().size();
        if (!belief.differing().isEmpty() && verdicts.size() < VERDICTS) {
            verdicts.add(new OperationPicture.Verdict(
                    shard, Belief.names(belief.believed()), Belief.names(belief.differing()), belief.why()));
        }
    }

    void repaired() {
        repaired++;
    }

    /** The copies of the shard could not be compared. */
    void leave(int shard, String why) {
        left.put(shard, why);
    }

    OperationPicture.Result result() {
        List<OperationPicture.Verdict> all = new ArrayList<>(verdicts);
        left.forEach((shard, why) -> {
            if (all.size() < VERDICTS) {
                all.add(new OperationPicture.Verdict(shard, List.of(), List.of(), why));
            }
        });
        return OperationPicture.Result.ofComparison(compared, differing, repaired, left.size(), all);
    }

    /** Whether the copies of some shard were compared. */
    boolean comparedAny() {
        return compared > 0;
    }

    /** What was not compared, and why; null: all was. */
    @Nullable
    String rest() {
        if (left.isEmpty()) {
            return comparedAny() ? null : "nothing was compared: the index has no shard left";
        }
        Map<String, List<Integer>> byReason = new LinkedHashMap<>();
        left.forEach((shard, why) ->
                byReason.computeIfAbsent(why, w -> new ArrayList<>()).add(shard));
        String shards = byReason.entrySet().stream()
                .limit(SHOWN)
                .map(e -> named(e.getValue()) + ": " + e.getKey())
                .collect(Collectors.joining("; "));
        return (comparedAny() ? share() : "nothing was compared: ")
                + shards
                + (byReason.size() > SHOWN ? "; and others" : "");
    }

    private String share() {
        return left.size() + " of " + (compared + left.size()) + (left.size() == 1 ? " shards was" : " shards were")
                + " not compared: ";
    }

    private static String named(List<Integer> shards) {
        String numbers = shards.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        int more = shards.size() - SHOWN;
        return (shards.size() == 1 ? "shard " : "shards ") + numbers + (more > 0 ? " and " + more + " more" : "");
    }
}
