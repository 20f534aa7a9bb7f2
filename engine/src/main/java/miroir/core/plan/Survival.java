package miroir.core.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan.Moment;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;

/**
 * How many live copies the shards of one index have in each group at each moment. While moves are made, a source serves
 * until its replacement is in sync, and a copy that is not replaced goes last: no shard ever has fewer than the lower of
 * before and after.
 */
final class Survival {
    private final List<Laid> parts;
    private final Map<GroupId, int[]> before = new TreeMap<>();
    private final Map<GroupId, int[]> left = new TreeMap<>();
    private final Map<GroupId, int[]> after = new TreeMap<>();
    private final int[] allBefore;
    private final int[] allLeft;
    private final int[] allAfter;
    private final BitSet kept = new BitSet();

    private Survival(List<Laid> parts) {
        this.parts = parts;
        allBefore = new int[index().shape().shards()];
        allLeft = new int[allBefore.length];
        allAfter = new int[allBefore.length];
        for (Laid laid : parts) {
            before.put(laid.part().group(), live(laid.part(), Set.of()));
            left.put(laid.part().group(), live(laid.part(), laid.part().target().lost()));
            after.put(laid.part().group(), after(laid));
        }
        before.values().forEach(counts -> add(allBefore, counts));
        left.values().forEach(counts -> add(allLeft, counts));
        after.values().forEach(counts -> add(allAfter, counts));
    }

    private static void add(int[] sums, int[] counts) {
        for (int shard = 0; shard < sums.length; shard++) {
            sums[shard] += counts[shard];
        }
    }

    /** Of each index, in the order of their numbers. */
    static List<Survival> of(Draft draft) {
        Map<Long, List<Laid>> byIndex = draft.parts().stream()
                .collect(Collectors.groupingBy(
                        laid -> laid.part().index().routes().index().value(), TreeMap::new, Collectors.toList()));
        List<Survival> all = new ArrayList<>();
        byIndex.values().forEach(parts -> all.add(new Survival(parts)));
        return List.copyOf(all);
    }

    private static int[] live(Part part, Set<NodeId> lost) {
        int[] counts = new int[part.shards()];
        for (List<Copy> copies : part.copies()) {
            for (Copy copy : copies) {
                counts[copy.shard()] += Sight.live(part.present(), lost, copy) ? 1 : 0;
            }
        }
        return counts;
    }

    private int[] after(Laid laid) {
        int[] counts = new int[laid.part().shards()];
        laid.seats().forEach(seat -> {
            boolean lives = laid.live(seat);
            counts[seat.shard()] += lives ? 1 : 0;
            if (lives || (!seat.moves() && seat.was() != null && seat.was().state() == CopyState.IN_SYNC)) {
                kept.set(seat.shard());
            }
        });
        return counts;
    }

    /** The index in all groups. */
    List<Laid> parts() {
        return parts;
    }

    Present.Index index() {
        return parts.get(0).part().index();
    }

    /** The live copies of a shard in one of the groups. */
    int live(Moment moment, GroupId group, int shard) {
        return switch (moment) {
            case BEFORE -> before.getOrDefault(group, allBefore)[shard];
            case DURING ->
                Math.min(left.getOrDefault(group, allLeft)[shard], after.getOrDefault(group, allAfter)[shard]);
            case AFTER -> after.getOrDefault(group, allAfter)[shard];
        };
    }

    /** The live copies of a shard in all groups. */
    int live(Moment moment, int shard) {
        return switch (moment) {
            case BEFORE -> allBefore[shard];
            case DURING -> Math.min(allLeft[shard], allAfter[shard]);
            case AFTER -> allAfter[shard];
        };
    }

    /** Whether a copy in sync is left of a shard once all is done, be it on a node that does not answer now. */
    boolean kept(int shard) {
        return kept.get(shard);
    }

    /** The fewest live copies of any shard of any index; 0 when there is no index. */
    static Plan.Survivors fewest(List<Survival> all) {
        return new Plan.Survivors(fewest(all, Moment.BEFORE), fewest(all, Moment.DURING), fewest(all, Moment.AFTER));
    }

    private static int fewest(List<Survival> all, Moment moment) {
        return all.stream()
                .flatMapToInt(
                        survival -> IntStream.range(0, survival.index().shape().shards())
                                .map(shard -> survival.live(moment, shard)))
                .min()
                .orElse(0);
    }
}
