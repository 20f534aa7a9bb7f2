package miroir.core.plan;

import miroir.core.placement.Copy;
import org.jspecify.annotations.Nullable;

/**
 * A place in the wanted layout of one index in one group: a copy that is to be there. It is filled by the copy that is
 * there already, or by a move.
 */
final class Seat {
    /** Not filled. */
    static final int VACANT = -1;
    /** Filled by a copy that stays on a node that takes no copies. */
    static final int OUTSIDE = -2;

    final int shard;
    /** The copy it continues or replaces; null: an additional one. */
    final @Nullable Copy was;

    /** Where that copy is, as an ordinal; VACANT: on no node that may keep it. */
    final int home;

    int node;
    int rank;

    Seat(int shard, @Nullable Copy was, int home, int rank) {
        this.shard = shard;
        this.was = was;
        this.home = home;
        this.rank = rank;
        node = home;
    }

    /** Whether a copy must be built for it. */
    boolean moves() {
        return node != home;
    }
}
