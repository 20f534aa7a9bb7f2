package miroir.core.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;

/**
 * Finds nodes for seats, and evens the nodes out with as few moves as that takes. The present layout is kept: only copies
 * that have to go are moved, then what a node holds above the limit, then what a poor node lacks to the mean. Where there is
 * a choice it goes by load, by ranks, by the load of all indexes, by node id.
 */
final class Filling {
    private static final int NONE = -1;

    private final Part part;
    private final Seating seating;
    private final Layout layout;
    private final Room room;
    private final int mean;

    private Filling(Part part, Seating seating) {
        this.part = part;
        this.seating = seating;
        layout = seating.layout();
        room = layout.room();
        mean = (layout.seats() + room.size() - 1) / room.size();
    }

    /** Gives every seat a node for which there is one. */
    static void fill(Part part, Seating seating) {
        Filling filling = new Filling(part, seating);
        seating.vacancies().forEach(filling::fill);
        if (part.target().level() && seating.chosen(0) == null) {
            filling.relieve();
            filling.enrich();
        }
    }

    private void fill(Seat seat) {
        List<NodeId> chosen = seating.chosen(seat.shard());
        int[] free = layout.freeRanks(seat);
        int best = NONE;
        long least = Long.MAX_VALUE;
        for (int node = 0; node < room.size(); node++) {
            if (chosen == null || chosen.contains(room.id(node))) {
                long cost = cost(node, layout.ofRank(node, layout.rankOn(node, free)));
                if (cost < least && !layout.holds(node, seat.shard())) {
                    best = node;
                    least = cost;
                }
            }
        }
        if (best != NONE) {
            layout.give(seat, best, layout.rankOn(best, free));
        }
    }

    /** How little a node suits: it answers; it is below the mean, or below the cap; few copies, and few of that rank. */
    private long cost(int node, int ofRank) {
        long load = layout.load(node);
        long tier = (room.receives(node) ? 0L : 4L) + (load < mean ? 0L : load < layout.cap() ? 1L : 2L);
        long even = load + (long) layout.copies() * ofRank;
        return (tier << 56) + (even << 32) + Math.min(room.total(node), Integer.MAX_VALUE);
    }

    /** Moves copies away from nodes above the limit. */
    private void relieve() {
        BitSet stuck = new BitSet();
        for (int from = fullest(stuck); from != NONE && layout.load(from) > layout.limit(); from = fullest(stuck)) {
            if (!give(from)) {
                stuck.set(from);
            }
        }
    }

    private boolean give(int from) {
        List<Integer> takers = IntStream.range(0, room.size())
                .filter(node ->
                        room.receives(node) && layout.load(node) < Math.min(layout.cap(), layout.load(from) - 1))
                .boxed()
                .sorted((a, b) -> Long.compare(cost(a, 0), cost(b, 0)))
                .toList();
        return takers.stream().anyMatch(to -> move(from, to));
    }

    /** Moves copies to poor nodes, from the fullest ones, until they have their share. */
    private void enrich() {
        for (int to = 0; to < room.size(); to++) {
            if (room.poor(to) && room.receives(to)) {
                int share = room.share(to, layout.seats());
                BitSet stuck = new BitSet();
                while (layout.load(to) < share && take(to, stuck)) {
                    stuck.clear();
                }
            }
        }
    }

    private boolean take(int to, BitSet stuck) {
        for (int from = donor(to, stuck); from != NONE; from = donor(to, stuck)) {
            if (move(from, to)) {
                return true;
            }
            stuck.set(from);
        }
        return false;
    }

    private int fullest(BitSet stuck) {
        return IntStream.range(0, room.size())
                .filter(node -> !stuck.get(node))
                .reduce((a, b) -> layout.load(b) > layout.load(a) ? b : a)
                .orElse(NONE);
    }

    /** The fullest node that would still not be behind the taker; of several, the one whose ranks suit the taker best. */
    private int donor(int to, BitSet stuck) {
        int best = NONE;
        long most = Long.MIN_VALUE;
        for (int from = 0; from < room.size(); from++) {
            int ahead = layout.load(from) - layout.load(to);
            boolean richer = ahead > 1 || (ahead == 1 && room.total(from) > room.total(to) + 1);
            if (from != to && richer && !stuck.get(from)) {
                long rank = surplus(from, to) + (1L << 20);
                long value = ((long) ahead << 44) + (rank << 22) + Math.min(room.total(from), (1L << 22) - 1);
                if (value > most) {
                    best = from;
                    most = value;
                }
            }
        }
        return best;
    }

    private int surplus(int from, int to) {
        int most = Integer.MIN_VALUE;
        for (int rank = 0; rank < layout.copies(); rank++) {
            most = Math.max(most, layout.ofRank(from, rank) - layout.ofRank(to, rank));
        }
        return most;
    }

    /** Moves one copy: one that moves anyway if there is any, else the one after which ranks are evenest. */
    private boolean move(int from, int to) {
        Seat best = null;
        int most = Integer.MIN_VALUE;
        for (Seat seat : layout.onNode(from)) {
            int value = layout.ofRank(from, seat.rank())
                    - layout.ofRank(to, seat.rank())
                    + (seat.moves() ? layout.shards() : 0);
            if (value > most && movable(seat) && !layout.holds(to, seat.shard())) {
                best = seat;
                most = value;
            }
        }
        if (best == null) {
            return false;
        }
        layout.give(best, to, best.rank());
        return true;
    }

    private boolean movable(Seat seat) {
        boolean built = seat.was() != null && seat.was().state() == CopyState.SYNCING;
        return seat.moves() || (part.sourced().get(seat.shard()) && !built);
    }
}
