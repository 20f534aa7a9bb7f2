package miroir.core.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.topology.GroupId;

/** How many copies must take a write: floor(RF/2)+1 in at least one group, for every shard it touches. */
public final class Quorum {
    private Quorum() {}

    /** The copies of a group that must take a write. */
    public static int needed(int rf) {
        return rf / 2 + 1;
    }

    /**
     * Judges a write by the volumes that accepted it. A group with fewer nodes than RF has fewer copies placed: its quorum
     * is counted from those, or a young cluster could never write.
     */
    public static Verdict judge(RoutingTable table, int rf, Collection<Integer> shards, Set<Volume> accepted) {
        Map<Integer, Map<GroupId, Tally>> tallies = tallies(table, new TreeSet<>(shards), accepted);
        List<Integer> refused = new ArrayList<>();
        List<Integer> degraded = new ArrayList<>();
        tallies.forEach((shard, groups) -> {
            long reached = groups.values().stream().filter(t -> t.reached(rf)).count();
            if (reached == 0) {
                refused.add(shard);
            } else if (reached < groups.size()) {
                degraded.add(shard);
            }
        });
        return new Verdict(List.copyOf(refused), List.copyOf(degraded));
    }

    private static Map<Integer, Map<GroupId, Tally>> tallies(
            RoutingTable table, Set<Integer> shards, Set<Volume> accepted) {
        Map<Integer, Map<GroupId, Tally>> tallies = new TreeMap<>();
        shards.forEach(shard -> tallies.put(shard, new TreeMap<>()));
        for (Copy copy : table.copies()) {
            Map<GroupId, Tally> groups = tallies.get(copy.shard());
            if (groups != null && copy.state() != CopyState.LEAVING) {
                Volume volume = new Volume(copy.node(), table.index(), copy.rank());
                boolean took = copy.state() == CopyState.IN_SYNC && accepted.contains(volume);
                groups.merge(copy.group(), new Tally(1, took ? 1 : 0), Tally::plus);
            }
        }
        return tallies;
    }

    private record Tally(int placed, int took) {
        Tally plus(Tally other) {
            return new Tally(placed + other.placed, took + other.took);
        }

        boolean reached(int rf) {
            return took >= needed(Math.min(rf, placed));
        }
    }

    /**
     * What came of it.
     *
     * @param refused shards for which no group reached its quorum
     * @param degraded shards that one group carried while another stayed below its quorum
     */
    public record Verdict(List<Integer> refused, List<Integer> degraded) {
        /** Whether the write may be acknowledged. */
        public boolean accepted() {
            return refused.isEmpty();
        }
    }
}
