package miroir.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import miroir.core.placement.Copy;
import miroir.core.placement.Placement;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.Ranks;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each shard which copies stay, which must be built elsewhere and which go without being replaced. A new copy
 * takes over the rank of the one it replaces.
 */
final class Seating {
    private final Part part;
    private final Room room;
    private final Layout layout;
    /** By shard the nodes plain rendezvous chooses; null: whoever is there stays. */
    private final @Nullable List<List<NodeId>> chosen;

    private final List<Seat> vacancies = new ArrayList<>();
    private final List<Copy> drops = new ArrayList<>();
    private final int[] held;
    private final int[] missing;

    private Seating(Part part, Room room) {
        this.part = part;
        this.room = room;
        int factor = part.target().replicationFactor(part.index());
        int ranks = part.copies().stream()
                .flatMap(List::stream)
                .mapToInt(copy -> copy.rank() + 1)
                .max()
                .orElse(0);
        layout = new Layout(room, part.shards(), factor, Math.max(factor, ranks));
        chosen = part.index().shape().strategy() == PlacementStrategy.RENDEZVOUS ? rendezvous(factor) : null;
        held = new int[room.size()];
        missing = new int[part.shards()];
    }

    /** Seats the copies of an index in a group that has nodes for them. */
    static Seating of(Part part, Room room) {
        Seating seating = new Seating(part, room);
        if (!part.occupied()) {
            seating.first();
        } else {
            for (int shard = 0; shard < part.shards(); shard++) {
                seating.shard(shard);
            }
        }
        return seating;
    }

    Layout layout() {
        return layout;
    }

    /** Seats without a node, by shard. */
    List<Seat> vacancies() {
        return vacancies;
    }

    /** Copies that go without being replaced. */
    List<Copy> drops() {
        return drops;
    }

    /** By node, the copies that could stay there. */
    int[] held() {
        return held;
    }

    /** How many copies lack a node that could keep them. */
    int missing() {
        return Arrays.stream(missing).sum();
    }

    /** The nodes plain rendezvous chooses for a shard; null: any will do. */
    @Nullable
    List<NodeId> chosen(int shard) {
        return chosen == null ? null : chosen.get(shard);
    }

    /** A node that is replaced is hashed under its old name, so that its successor takes over just what it has. */
    private List<List<NodeId>> rendezvous(int factor) {
        Map<NodeId, NodeId> successors = part.target().takeovers();
        Map<NodeId, NodeId> names =
                successors.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        List<NodeId> nodes =
                room.nodes().stream().map(id -> names.getOrDefault(id, id)).toList();
        return Placement.owners(PlacementStrategy.RENDEZVOUS, part.shards(), factor, nodes).stream()
                .map(owners -> owners.stream()
                        .map(id -> successors.getOrDefault(id, id))
                        .toList())
                .toList();
    }

    /** A group that has no copy of the index yet gets them like a new index does. */
    private void first() {
        if (part.target().onlyLosses()) {
            return;
        }
        List<List<NodeId>> owners = Ranks.assign(
                Placement.owners(part.index().shape().strategy(), part.shards(), layout.copies(), room.nodes()));
        for (int shard = 0; shard < part.shards(); shard++) {
            List<NodeId> ranked = owners.get(shard);
            for (int rank = 0; rank < ranked.size(); rank++) {
                layout.add(Seat.wanted(shard, null, room.ordinal(ranked.get(rank)), rank));
            }
        }
        Arrays.fill(missing, layout.copies());
    }

    private void shard(int shard) {
        List<Copy> copies = part.copies().get(shard);
        if (settled(copies)) {
            for (Copy copy : copies) {
                int ordinal = room.ordinal(copy.node());
                stay(copy, ordinal);
                held[ordinal]++;
            }
        } else {
            unsettled(shard, copies);
        }
    }

    /** Whether a shard is as it should be; most are. */
    private boolean settled(List<Copy> copies) {
        for (Copy copy : copies) {
            if (room.ordinal(copy.node()) < 0 || !chosen(copy.shard(), copy)) {
                return false;
            }
        }
        return copies.size() == layout.copies();
    }

    private void unsettled(int shard, List<Copy> copies) {
        List<Copy> able = copies.stream()
                .filter(copy -> room.ordinal(copy.node()) >= 0)
                .sorted(part.preference())
                .toList();
        List<Copy> others =
                copies.stream().filter(copy -> room.ordinal(copy.node()) < 0).toList();
        boolean onlyLosses = part.target().onlyLosses();
        List<Copy> outside =
                others.stream().filter(copy -> onlyLosses && !part.lost(copy)).toList();
        int open = layout.copies() - outside.size();
        List<Copy> staying = able.stream()
                .filter(copy -> onlyLosses || chosen(shard, copy))
                .limit(onlyLosses ? Integer.MAX_VALUE : open)
                .toList();
        staying.forEach(copy -> stay(copy, room.ordinal(copy.node())));
        outside.forEach(copy -> stay(copy, Seat.OUTSIDE));
        able.stream().limit(Math.max(0, open)).forEach(copy -> held[room.ordinal(copy.node())]++);
        if (part.sourced().get(shard) || part.target().lost().isEmpty()) {
            List<Copy> leaving = leaving(copies, staying, outside);
            int vacant = Math.min(open - staying.size(), onlyLosses ? leaving.size() : Integer.MAX_VALUE);
            missing[shard] = Math.max(0, vacant - (able.size() - staying.size()));
            replace(shard, vacant, leaving);
        }
    }

    private boolean chosen(int shard, Copy copy) {
        return chosen == null || chosen.get(shard).contains(copy.node());
    }

    private List<Copy> leaving(List<Copy> copies, List<Copy> staying, List<Copy> outside) {
        return copies.stream()
                .filter(copy -> !staying.contains(copy) && !outside.contains(copy))
                .sorted(part.preference())
                .toList();
    }

    private void stay(Copy copy, int ordinal) {
        layout.add(Seat.staying(copy, ordinal));
    }

    private void replace(int shard, int open, List<Copy> leaving) {
        for (int i = 0; i < open; i++) {
            Copy was = i < leaving.size() ? leaving.get(i) : null;
            Seat seat = Seat.wanted(shard, was, Seat.VACANT, was == null ? Seat.NO_RANK : rankOf(was));
            layout.add(seat);
            int successor = was == null ? Seat.VACANT : successor(was);
            if (successor >= 0 && !layout.holds(successor, shard)) {
                layout.give(seat, successor, layout.rankOn(successor, layout.freeRanks(seat)));
            } else {
                vacancies.add(seat);
            }
        }
        leaving.stream()
                .skip(Math.max(0, open))
                .filter(copy -> !part.lost(copy))
                .forEach(this::drop);
    }

    private void drop(Copy copy) {
        drops.add(copy);
        int node = room.ordinal(copy.node());
        if (node >= 0) {
            layout.drop(node, copy.shard());
        }
    }

    /** A rank above the replication factor, or one that is taken, is not passed on. */
    private int rankOf(Copy was) {
        boolean fits = was.rank() < part.target().replicationFactor(part.index());
        return fits && !layout.taken(was.shard(), was.rank()) ? was.rank() : Seat.NO_RANK;
    }

    private int successor(Copy was) {
        NodeId successor = part.target().takeovers().get(was.node());
        if (successor == null || (chosen != null && !chosen.get(was.shard()).contains(successor))) {
            return Seat.VACANT;
        }
        return room.ordinal(successor);
    }
}
