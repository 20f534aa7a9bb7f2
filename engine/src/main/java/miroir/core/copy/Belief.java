package miroir.core.copy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import miroir.core.placement.Copy;

/**
 * Which copies of a shard are believed: those that most agree on; of as many, those among which one is in sync for
 * longest, for it was not rebuilt since; and else those that are searched first.
 *
 * @param differing the others
 * @param why for people, of the believed copy
 */
public record Belief(List<Copy> believed, List<Copy> differing, String why) {
    private static final Comparator<List<Copy>> OLDEST_FIRST = Comparator.comparing(Belief::since);
    private static final Comparator<List<Copy>> SEARCHED_FIRST = Comparator.comparing(
            copies -> copies.stream().mapToInt(Copy::rank).min().orElseThrow());

    /**
     * The judgement on all copies of one shard.
     *
     * @param alike the copies, each with those it does not differ from; not empty
     */
    public static Belief of(List<List<Copy>> alike) {
        int most = alike.stream().mapToInt(List::size).max().orElseThrow();
        List<List<Copy>> largest =
                alike.stream().filter(copies -> copies.size() == most).toList();
        List<Copy> best =
                largest.stream().min(OLDEST_FIRST.thenComparing(SEARCHED_FIRST)).orElseThrow();
        List<Copy> others = alike.stream()
                .filter(copies -> copies != best)
                .flatMap(List::stream)
                .toList();
        return new Belief(List.copyOf(best), others, why(best, largest, best.size() + others.size()));
    }

    private static String why(List<Copy> best, List<List<Copy>> largest, int all) {
        if (largest.size() == 1) {
            return best.size() + " of " + all + " copies agree";
        }
        boolean oldest = largest.stream()
                .allMatch(copies -> copies == best || since(copies).isAfter(since(best)));
        return oldest
                ? "it has been in sync longest, since "
                        + Instant.ofEpochSecond(since(best).getEpochSecond())
                : "it is searched first, and no other has been in sync longer";
    }

    private static Instant since(List<Copy> copies) {
        return copies.stream().map(Copy::since).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** For people: whom the others differ from. */
    public String reason() {
        return "differs from " + names(believed).stream().collect(Collectors.joining(", ")) + ": " + why;
    }

    /** The nodes of these copies, for people. */
    public static List<String> names(List<Copy> copies) {
        return copies.stream().map(copy -> copy.node().value()).toList();
    }
}
