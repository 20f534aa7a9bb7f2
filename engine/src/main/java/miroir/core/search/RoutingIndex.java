package miroir.core.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;

/**
 * A routing table prepared for planning searches: built once per table, so that a plan looks up arrays only. Groups, nodes
 * and volumes are numbered in their natural order. Immutable.
 */
public final class RoutingIndex {
    private static final int[] NOBODY = {};

    private final RoutingTable table;
    private final List<GroupId> groups;
    private final List<NodeId> nodes;
    private final List<Held> volumes;
    private final int[][][] serving;
    private final int ranks;

    private RoutingIndex(RoutingTable table) {
        this.table = table;
        groups = table.copies().stream().map(Copy::group).distinct().sorted().toList();
        nodes = table.copies().stream().map(Copy::node).distinct().sorted().toList();
        SortedMap<Volume, List<Copy>> byVolume = new TreeMap<>();
        for (Copy copy : table.copies()) {
            byVolume.computeIfAbsent(volume(copy), v -> new ArrayList<>()).add(copy);
        }
        volumes = byVolume.entrySet().stream()
                .map(entry -> held(entry.getKey(), entry.getValue()))
                .toList();
        ranks = 1 + table.copies().stream().mapToInt(Copy::rank).max().orElse(0);
        serving = serving(List.copyOf(byVolume.keySet()));
    }

    /** Prepares a table. */
    public static RoutingIndex of(RoutingTable table) {
        return new RoutingIndex(table);
    }

    /** The table it was made of. */
    public RoutingTable table() {
        return table;
    }

    List<GroupId> groups() {
        return groups;
    }

    List<NodeId> nodes() {
        return nodes;
    }

    List<Held> volumes() {
        return volumes;
    }

    /** One more than the highest rank. */
    int ranks() {
        return ranks;
    }

    /** The volumes with an in-sync copy of a shard in a group, by rank. */
    int[] serving(int group, int shard) {
        return serving[group][shard];
    }

    private Volume volume(Copy copy) {
        return new Volume(copy.node(), table.index(), copy.rank());
    }

    private Held held(Volume volume, List<Copy> copies) {
        List<Integer> shards = copies.stream().map(Copy::shard).distinct().toList();
        return new Held(volume, copies.get(0).group(), nodes.indexOf(volume.node()), shards);
    }

    private int[][][] serving(List<Volume> order) {
        int[][][] result = new int[groups.size()][table.shards()][];
        for (int[][] group : result) {
            Arrays.fill(group, NOBODY);
        }
        for (Copy copy : table.copies()) {
            if (copy.state() == CopyState.IN_SYNC) {
                int[][] group = result[groups.indexOf(copy.group())];
                int volume = Collections.binarySearch(order, volume(copy));
                group[copy.shard()] = IntStream.concat(IntStream.of(group[copy.shard()]), IntStream.of(volume))
                        .toArray();
            }
        }
        return result;
    }

    /**
     * A volume.
     *
     * @param node the number of its node
     * @param shards all shards it has a copy of, whatever the state, ascending
     */
    record Held(Volume volume, GroupId group, int node, List<Integer> shards) {}
}
