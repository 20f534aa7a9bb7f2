package miroir.core.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;

/** Every index in every group, as it is and as it is to be: what all parts of a plan are derived from. */
record Draft(Present present, Target target, List<Laid> parts) {

    /** Works it out: index by index, in the order of their numbers. */
    static Draft of(Present present, Target target) {
        Map<GroupId, Room> rooms = rooms(present, target);
        List<Laid> parts = new ArrayList<>();
        present.indexes().stream()
                .sorted(Comparator.comparing(index -> index.routes().index()))
                .forEach(index -> parts.addAll(lay(present, target, index, rooms)));
        return new Draft(present, target, List.copyOf(parts));
    }

    private static Map<GroupId, Room> rooms(Present present, Target target) {
        Map<NodeId, Integer> held = new HashMap<>();
        present.indexes()
                .forEach(index -> index.routes().copies().stream()
                        .filter(copy -> copy.state() != CopyState.LEAVING)
                        .forEach(copy -> held.merge(copy.node(), 1, Integer::sum)));
        Map<GroupId, Room> rooms = new TreeMap<>();
        Stream.concat(present.topology().groups().stream(), target.topology().groups().stream())
                .map(Group::id)
                .distinct()
                .forEach(group -> rooms.put(group, new Room(group, target, present, held)));
        return rooms;
    }

    private static List<Laid> lay(Present present, Target target, Present.Index index, Map<GroupId, Room> rooms) {
        Map<GroupId, List<List<Copy>>> copies = copies(index);
        BitSet sourced = sourced(present, target, index);
        List<Laid> parts = new ArrayList<>();
        rooms.forEach((group, room) -> {
            List<List<Copy>> own =
                    copies.computeIfAbsent(group, id -> lists(index.shape().shards()));
            parts.add(Laid.out(new Part(present, target, index, group, own, sourced), room));
        });
        return parts;
    }

    private static Map<GroupId, List<List<Copy>>> copies(Present.Index index) {
        Map<GroupId, List<List<Copy>>> copies = new HashMap<>();
        for (Copy copy : index.routes().copies()) {
            if (copy.state() != CopyState.LEAVING) {
                copies.computeIfAbsent(
                                copy.group(), group -> lists(index.shape().shards()))
                        .get(copy.shard())
                        .add(copy);
            }
        }
        return copies;
    }

    private static BitSet sourced(Present present, Target target, Present.Index index) {
        BitSet sourced = new BitSet(index.shape().shards());
        for (Copy copy : index.routes().copies()) {
            if (Sight.live(present, target.lost(), copy)) {
                sourced.set(copy.shard());
            }
        }
        return sourced;
    }

    private static List<List<Copy>> lists(int count) {
        return IntStream.range(0, count)
                .<List<Copy>>mapToObj(i -> new ArrayList<>(4))
                .toList();
    }
}
