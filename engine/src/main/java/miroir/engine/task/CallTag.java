package miroir.engine.task;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name under which a node's task list knows a call.
 *
 * @param tasks the tasks it carries, as {@link #tasks} writes them: {@code 7}, {@code 7-9} or {@code 7-9,11}
 * @param rank of the volume it was sent to
 * @param call its number in the part
 * @param shards it is for; none: it does not say so, as those of an older Miroir
 */
public record CallTag(String cluster, String tasks, int rank, int call, Set<Integer> shards) {
    private static final String PREFIX = "miroir:";
    /** Longer ones are left out: a tag stands in the line of a request. */
    private static final int LONGEST_SHARDS = 2000;

    /** A tag for those shards. */
    public CallTag {
        shards = Set.copyOf(shards);
    }

    /**
     * One index's tasks in ascending order as ranges; a range names every task of that index between its ends.
     *
     * @param sent those that the call carries; a task that is left out ends a range
     */
    static String tasks(List<Long> all, List<Long> sent) {
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int from = i;
            while (i < all.size() && sent.contains(all.get(i))) {
                i++;
            }
            if (i > from) {
                ranges.add(all.get(from) + (i - from > 1 ? "-" + all.get(i - 1) : ""));
            }
        }
        return String.join(",", ranges);
    }

    /** As it is given to the node. */
    String text() {
        return PREFIX + cluster + ":" + tasks + ":" + rank + ":" + call + written(shards);
    }

    private static String written(Collection<Integer> shards) {
        BitSet bits = new BitSet();
        shards.forEach(bits::set);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits.toByteArray());
        return text.isEmpty() || text.length() > LONGEST_SHARDS ? "" : ":" + text;
    }

    private static Set<Integer> read(String shards) {
        return BitSet.valueOf(Base64.getUrlDecoder().decode(shards)).stream()
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Whether it is the other call, as far as the shards go that the other one is for. */
    boolean stands(CallTag other) {
        return cluster.equals(other.cluster)
                && tasks.equals(other.tasks)
                && rank == other.rank
                && call == other.call
                && covers(other);
    }

    /** Whether it is for all shards that the other one is for. A copy may have joined the volume since. */
    boolean covers(CallTag other) {
        return !other.shards.isEmpty() && shards.containsAll(other.shards);
    }

    /** Reads what a node lists; empty when it is not of that cluster. */
    public static Optional<CallTag> of(String text, String cluster) {
        String prefix = PREFIX + cluster + ":";
        String[] fields =
                text.startsWith(prefix) ? text.substring(prefix.length()).split(":", -1) : new String[0];
        boolean fits = (fields.length == 3 || fields.length == 4)
                && fields[0].matches("[0-9]{1,18}([-,][0-9]{1,18})*")
                && fields[1].matches("[0-9]{1,4}")
                && fields[2].matches("[0-9]{1,9}")
                // no length of Base64 leaves one character over
                && (fields.length == 3 || (fields[3].matches("[A-Za-z0-9_-]+") && fields[3].length() % 4 != 1));
        if (!fits) {
            return Optional.empty();
        }
        Set<Integer> shards = fields.length == 3 ? Set.of() : read(fields[3]);
        return Optional.of(
                new CallTag(cluster, fields[0], Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), shards));
    }

    /** The newest of the tasks it carries. */
    public long last() {
        String[] ends = tasks.split("[-,]", -1);
        return Long.parseLong(ends[ends.length - 1]);
    }

    /** Reads what a node lists, of whatever cluster. */
    public static Optional<CallTag> anyOf(String text) {
        String[] fields = text.split(":", -1);
        return fields.length == 5 || fields.length == 6 ? of(text, fields[1]) : Optional.empty();
    }

    /** Tasks from one to another, both of them included. */
    public record Range(long first, long last) {}

    /** The tasks it carries; a range names every task of its index between its ends. */
    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        for (String range : tasks.split(",", -1)) {
            String[] ends = range.split("-", -1);
            ranges.add(new Range(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])));
        }
        return ranges;
    }

    /** Whether it carries that task, by itself or together with others. */
    boolean carries(long task) {
        return ranges().stream().anyMatch(range -> range.first <= task && task <= range.last);
    }
}
