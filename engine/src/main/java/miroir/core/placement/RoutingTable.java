package miroir.core.placement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;

/**
 * The copies of one index as stored: the truth, where placement is the wish. Immutable.
 *
 * @param shards the number of shards, fixed at creation
 * @param epoch counts every change of copies
 * @param copies sorted by shard, group, rank
 */
public record RoutingTable(IndexId index, int shards, long epoch, List<Copy> copies) {
    public RoutingTable {
        copies = copies.stream()
                .sorted(Comparator.comparingInt(Copy::shard)
                        .thenComparing(Copy::group)
                        .thenComparingInt(Copy::rank))
                .toList();
    }

    /** The copies of one shard, by group and rank. */
    public List<Copy> of(int shard) {
        return copies.subList(first(shard), first(shard + 1));
    }

    /**
     * The table of the next epoch.
     *
     * @param put added, or in place of the shard's copy on the same node
     * @param gone not in it any more
     */
    public RoutingTable with(Collection<Copy> put, Collection<Copy> gone) {
        Set<Place> replaced = new HashSet<>();
        put.forEach(copy -> replaced.add(Place.of(copy)));
        gone.forEach(copy -> replaced.add(Place.of(copy)));
        List<Copy> next = new ArrayList<>(copies);
        next.removeIf(copy -> replaced.contains(Place.of(copy)));
        next.addAll(put);
        return new RoutingTable(index, shards, epoch + 1, next);
    }

    /** The same copies, each newer than what its shard has: the clock may have been set back since. */
    public List<Copy> later(Collection<Copy> put) {
        return put.stream().map(this::later).toList();
    }

    private Copy later(Copy copy) {
        Instant newest = of(copy.shard()).stream()
                .map(Copy::since)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return copy.since().isAfter(newest) ? copy : copy.since(newest.plusMillis(1));
    }

    private record Place(int shard, NodeId node) {
        static Place of(Copy copy) {
            return new Place(copy.shard(), copy.node());
        }
    }

    private int first(int shard) {
        int low = 0;
        int high = copies.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (copies.get(middle).shard() < shard) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
