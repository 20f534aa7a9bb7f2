package miroir.core.plan;

import java.util.List;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One index in one group, as it is and as it is to be.
 *
 * @param layout null: the group has no node for copies
 * @param minimum the fewest copies that had to be built, see {@link #minimum}
 */
record Laid(Part part, @Nullable Layout layout, List<Copy> drops, int minimum) {

    /** Lays an index out in a group. Parts of the same group are laid out one after the other. */
    static Laid out(Part part, Room room) {
        if (room.size() == 0) {
            return new Laid(part, null, part.target().onlyLosses() ? List.of() : all(part), 0);
        }
        Seating seating = Seating.of(part, room);
        Filling.fill(part, seating);
        Laid laid = new Laid(part, seating.layout(), seating.drops(), minimum(seating));
        room.add(seating.layout());
        return laid;
    }

    private static List<Copy> all(Part part) {
        return part.copies().stream()
                .flatMap(List::stream)
                .filter(copy -> !part.lost(copy))
                .toList();
    }

    /**
     * The fewest copies that any layout as even as this one must build: every copy that lacks a node that could keep it,
     * and what nodes hold above the limit (or above the fullest node of this layout, if that is more), is built on some
     * node; and so is what poor nodes lack to their share (or to what this layout gives them, if that is less). The larger
     * of the two, as one copy built can do for both.
     */
    private static int minimum(Seating seating) {
        Layout layout = seating.layout();
        Room room = layout.room();
        int most = layout.limit();
        for (int node = 0; node < room.size(); node++) {
            most = Math.max(most, layout.load(node));
        }
        int leave = seating.missing();
        int arrive = 0;
        for (int node = 0; node < room.size(); node++) {
            int held = seating.held()[node];
            leave += Math.max(0, held - most);
            if (room.poor(node)) {
                arrive += Math.max(0, Math.min(room.share(node, layout.seats()), layout.load(node)) - held);
            }
        }
        return Math.max(leave, arrive);
    }

    /** The copies there are to be, with the nodes they are to be on. */
    Stream<Seat> seats() {
        if (layout != null) {
            return layout.all().filter(seat -> seat.node() != Seat.VACANT);
        }
        return part.copies().stream()
                .flatMap(List::stream)
                .filter(copy -> part.target().onlyLosses() && !part.lost(copy))
                .map(copy -> Seat.staying(copy, Seat.OUTSIDE));
    }

    /** Where a seat is to be. */
    NodeId node(Seat seat) {
        if (layout != null && seat.node() >= 0) {
            return layout.room().id(seat.node());
        }
        if (seat.was() == null) {
            throw new IllegalStateException("a seat of shard " + seat.shard() + " has no node");
        }
        return seat.was().node();
    }

    /** Whether the copy of a seat will be live once all moves are made. */
    boolean live(Seat seat) {
        if (seat.was() == null || seat.moves()) {
            return part.sourced().get(seat.shard());
        }
        return Sight.live(part.present(), seat.was());
    }
}
