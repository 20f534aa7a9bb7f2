package miroir.core.plan;

import miroir.core.placement.Copy;
import org.jspecify.annotations.Nullable;

/**
 * A place in the wanted layout of one index in one group: a copy that is to be there. It is filled by the copy that is
 * there already, or by a move.
 *
 * @param home the ordinal of the node where the copy it continues is, and may stay; VACANT: there is none
 * @param node the ordinal of the node it is given to
 * @param rank NO_RANK until it is given to a node, when it takes over none
 * @param was the copy it continues or replaces; null: an additional one
 */
record Seat(
        int shard, int home, int node, int rank, @Nullable Copy was) {
    /** Not filled. */
    static final int VACANT = -1;
    /** Filled by a copy that stays on a node that takes no copies. */
    static final int OUTSIDE = -2;
    /** Any rank its shard lacks. */
    static final int NO_RANK = -1;

    /** Where a copy stays. */
    static Seat staying(Copy copy, int node) {
        return new Seat(copy.shard(), node, node, copy.rank(), copy);
    }

    /** A copy that has to be built. */
    static Seat wanted(int shard, @Nullable Copy was, int node, int rank) {
        return new Seat(shard, VACANT, node, rank, was);
    }

    /** The same on another node. */
    Seat on(int other, int itsRank) {
        return new Seat(shard, home, other, itsRank, was);
    }

    /** Whether a copy must be built for it. */
    boolean moves() {
        return node != home;
    }
}
