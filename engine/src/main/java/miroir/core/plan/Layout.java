package miroir.core.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The seats of one index in one group, while they are given to nodes. Never two of a shard on one node, never two of one
 * rank for a shard.
 */
final class Layout {
    private final Room room;
    private final int copies;
    private final int factor;
    private final List<List<Seat>> byShard;
    private final List<List<Seat>> byNode;
    private final int[][] ofRank;
    private final Set<Long> dropped = new HashSet<>();

    /**
     * @param factor ranks below it may be given
     * @param ranks all ranks there are lie below it
     */
    Layout(Room room, int shards, int factor, int ranks) {
        this.room = room;
        this.factor = factor;
        copies = Math.min(factor, room.size());
        byShard = lists(shards);
        byNode = lists(room.size());
        ofRank = new int[room.size()][ranks];
    }

    private static List<List<Seat>> lists(int count) {
        return IntStream.range(0, count)
                .<List<Seat>>mapToObj(i -> new ArrayList<>(4))
                .toList();
    }

    Room room() {
        return room;
    }

    /** How many copies each shard is to have. */
    int copies() {
        return copies;
    }

    int shards() {
        return byShard.size();
    }

    /** All copies there are to be. */
    int seats() {
        return copies * byShard.size();
    }

    List<Seat> ofShard(int shard) {
        return byShard.get(shard);
    }

    Stream<Seat> all() {
        return byShard.stream().flatMap(List::stream);
    }

    List<Seat> onNode(int node) {
        return byNode.get(node);
    }

    int load(int node) {
        return byNode.get(node).size();
    }

    /** The copies of a rank on a node. */
    int ofRank(int node, int rank) {
        return ofRank[node][rank];
    }

    /** The most copies a node is given while others have room: ceil(1.05 × shards × copies / nodes). */
    int cap() {
        return cap(seats(), room.size());
    }

    /** The most copies a node keeps. Nothing is moved for the sake of one copy above the cap. */
    int limit() {
        return limit(seats(), room.size());
    }

    /** The most of so many copies that one of so many nodes keeps. */
    static int limit(int copies, int nodes) {
        return cap(copies, nodes) + 1;
    }

    private static int cap(int copies, int nodes) {
        return (int) ((105L * copies + 100L * nodes - 1) / (100L * nodes));
    }

    /** Whether a node has, or keeps until all moves are made, a copy of the shard. */
    boolean holds(int node, int shard) {
        if (!dropped.isEmpty() && dropped.contains(key(node, shard))) {
            return true;
        }
        for (Seat seat : byShard.get(shard)) {
            if (seat.node() == node) {
                return true;
            }
        }
        return false;
    }

    /** Counts a copy that goes without being replaced: as it goes last, its node can take no other of that shard. */
    void drop(int node, int shard) {
        dropped.add(key(node, shard));
    }

    private long key(int node, int shard) {
        return (long) shard * room.size() + node;
    }

    /** Adds a seat where it stands. */
    void add(Seat seat) {
        byShard.get(seat.shard()).add(seat);
        if (seat.node() >= 0) {
            count(seat);
        }
    }

    /** Gives a seat to a node, in one of its {@link #freeRanks}. */
    void give(Seat seat, int node, int rank) {
        if (seat.node() >= 0) {
            byNode.get(seat.node()).remove(seat);
            ofRank[seat.node()][seat.rank()]--;
        }
        Seat given = seat.on(node, rank);
        List<Seat> siblings = byShard.get(seat.shard());
        siblings.set(siblings.indexOf(seat), given);
        count(given);
    }

    private void count(Seat seat) {
        byNode.get(seat.node()).add(seat);
        ofRank[seat.node()][seat.rank()]++;
    }

    /** The ranks a seat may have: its own, or those its shard lacks. */
    int[] freeRanks(Seat seat) {
        return seat.rank() != Seat.NO_RANK
                ? new int[] {seat.rank()}
                : IntStream.range(0, factor)
                        .filter(rank -> !taken(seat.shard(), rank))
                        .toArray();
    }

    /** Of these ranks, the one of which a node holds fewest; the lowest of those. */
    int rankOn(int node, int[] ranks) {
        int best = ranks[0];
        for (int rank : ranks) {
            if (ofRank[node][rank] < ofRank[node][best]) {
                best = rank;
            }
        }
        return best;
    }

    /** Whether a copy of the shard has or will have this rank. */
    boolean taken(int shard, int rank) {
        for (Seat seat : byShard.get(shard)) {
            if (seat.rank() == rank) {
                return true;
            }
        }
        return false;
    }
}
