package miroir.core.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;

/** The copies a client write goes to: every one that is in sync, in all groups, and no other. */
public final class WriteTargets {
    private WriteTargets() {}

    /** Per volume the given shards it has an in-sync copy of, ascending. */
    public static SortedMap<Volume, List<Integer>> of(RoutingTable table, Collection<Integer> shards) {
        Set<Integer> wanted = new TreeSet<>(shards);
        SortedMap<Volume, List<Integer>> targets = new TreeMap<>();
        for (Copy copy : table.copies()) {
            if (copy.state() == CopyState.IN_SYNC && wanted.contains(copy.shard())) {
                Volume volume = new Volume(copy.node(), table.index(), copy.rank());
                targets.computeIfAbsent(volume, v -> new ArrayList<>()).add(copy.shard());
            }
        }
        return targets;
    }

    /** Those of the given shards that no copy can take a write for, ascending. */
    public static List<Integer> withoutTarget(RoutingTable table, Collection<Integer> shards) {
        Set<Integer> lacking = new TreeSet<>(shards);
        for (Copy copy : table.copies()) {
            if (copy.state() == CopyState.IN_SYNC) {
                lacking.remove(copy.shard());
            }
        }
        return List.copyOf(lacking);
    }
}
