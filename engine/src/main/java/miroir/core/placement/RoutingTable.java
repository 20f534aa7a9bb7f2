package miroir.core.placement;

import java.util.Comparator;
import java.util.List;
import miroir.core.topology.IndexId;

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
}
