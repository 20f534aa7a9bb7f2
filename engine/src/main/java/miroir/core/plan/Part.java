package miroir.core.plan;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.GroupId;

/**
 * One index in one group, as it is.
 *
 * @param copies by shard, without those that leave already
 * @param sourced shards that a copy can be built of: some group has a live copy of them
 */
record Part(
        Present present, Target target, Present.Index index, GroupId group, List<List<Copy>> copies, BitSet sourced) {

    /** What is rather kept: live copies, then those in sync, then low ranks. */
    Comparator<Copy> preference() {
        return Comparator.comparing((Copy copy) -> !Sight.live(present, target.lost(), copy))
                .thenComparing(copy -> copy.state() != CopyState.IN_SYNC)
                .thenComparingInt(Copy::rank);
    }

    /** Whether the group has any copy of the index. */
    boolean occupied() {
        return copies.stream().anyMatch(list -> !list.isEmpty());
    }

    int shards() {
        return index.shape().shards();
    }

    boolean lost(Copy copy) {
        return target.lost().contains(copy.node());
    }
}
