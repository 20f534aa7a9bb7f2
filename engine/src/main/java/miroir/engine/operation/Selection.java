package miroir.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.ShardRemains;
import org.jspecify.annotations.Nullable;

/**
 * Which copies a wish comes down to.
 *
 * @param chosen the node of the copy, by shard
 * @param left why a shard is left as it is, by shard: nobody named a copy of it, and none is recommended
 * @param refusal why nothing is done; null: it is
 */
record Selection(
        Map<Integer, String> chosen,
        Map<Integer, String> left,
        @Nullable String refusal) {
    /** So many groups of shards are named in a message. */
    private static final int MOST = 5;

    private static final String ONLY_BY_FORCE = "It is accepted with `force` only.";

    /** What is chosen of those shards. */
    static Selection of(List<ShardRemains> found, AcceptWish wish) {
        Map<Integer, String> chosen = new TreeMap<>();
        Map<Integer, String> left = new TreeMap<>();
        List<AcceptWish.Choice> choices = wish.choices();
        for (ShardRemains remains : found) {
            String shard = "Shard " + remains.shard() + " of `" + wish.index() + "`";
            ShardRemains.Candidate candidate =
                    choices == null ? remains.best() : named(remains, choices).orElse(null);
            String obstacle = obstacle(remains, wish.force());
            if (choices == null && (candidate == null || !obstacle.isEmpty())) {
                left.put(remains.shard(), obstacle.isEmpty() ? remains.withheld() : obstacle);
                continue;
            }
            String refusal = obstacle.isEmpty() ? refusal(remains, candidate, wish.force()) : obstacle + ".";
            if (candidate == null || !refusal.isEmpty()) {
                return new Selection(Map.of(), Map.of(), shard + " " + refusal);
            }
            chosen.put(remains.shard(), candidate.node());
        }
        return new Selection(
                chosen,
                left,
                chosen.isEmpty()
                        ? "No copy of `" + wish.index() + "` is recommended. " + leftOut(left)
                                + " A copy that is named is accepted with `force`."
                        : null);
    }

    /** What is left as it is, in words; empty: nothing. */
    String leftOut() {
        return leftOut(left);
    }

    private static String leftOut(Map<Integer, String> left) {
        Map<String, List<Integer>> byReason = new LinkedHashMap<>();
        left.forEach((shard, why) ->
                byReason.computeIfAbsent(why, x -> new ArrayList<>()).add(shard));
        String named = byReason.entrySet().stream()
                .limit(MOST)
                .map(e -> (e.getValue().size() == 1 ? "shard " : "shards ")
                        + e.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": "
                        + e.getKey() + ".")
                .collect(Collectors.joining(" "));
        long more = byReason.values().stream().skip(MOST).mapToLong(List::size).sum();
        return left.isEmpty()
                ? ""
                : "Left as they are: " + named + (more == 0 ? "" : " " + more + " more are left for other reasons.");
    }

    private static Optional<ShardRemains.Candidate> named(ShardRemains remains, List<AcceptWish.Choice> choices) {
        return choices.stream()
                .filter(choice -> choice.shard() == remains.shard())
                .flatMap(choice -> remains.candidates().stream()
                        .filter(candidate -> candidate.node().equals(choice.node())))
                .findFirst();
    }

    /** What stands against any copy of the shard; empty: nothing. */
    private static String obstacle(ShardRemains remains, boolean force) {
        if (!remains.inSync().isEmpty()) {
            return "has a copy in sync on " + String.join(", ", remains.inSync()) + "; nothing has to be accepted";
        }
        return remains.unreadable().isEmpty() || force
                ? ""
                : "has a copy in sync on " + String.join(", ", remains.unreadable())
                        + " that cannot be read now. When it can be again, nothing is lost; it is given up with `force`";
    }

    private static String refusal(ShardRemains remains, ShardRemains.@Nullable Candidate candidate, boolean force) {
        if (candidate == null) {
            return "has no copy out of sync there; it has some on "
                    + remains.candidates().stream()
                            .map(ShardRemains.Candidate::node)
                            .toList()
                    + ".";
        }
        if (!candidate.trouble().isEmpty()) {
            return "has a copy on " + candidate.node() + " that cannot be accepted now: " + candidate.trouble() + ".";
        }
        List<String> given = remains.givenUp(candidate);
        return given.isEmpty() || force ? "" : givingUp(candidate.node(), candidate.documents(), given);
    }

    /** A copy, and what would be given up for it. */
    private static String givingUp(String node, @Nullable Long documents, List<String> given) {
        String has = documents == null
                ? "cannot be counted"
                : documents == 0 ? "is empty" : "has " + documents + (documents == 1 ? " document" : " documents");
        return "would be given up for the copy on " + node + ", which " + has + ": " + ShardRemains.and(given) + ". "
                + ONLY_BY_FORCE;
    }
}
