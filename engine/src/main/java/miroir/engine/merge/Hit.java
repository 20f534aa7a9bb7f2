package miroir.engine.merge;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import miroir.core.merge.DocumentOrder;
import miroir.core.merge.RankKey;
import miroir.core.merge.RankKeyBuilder;
import org.jspecify.annotations.Nullable;

/** One hit as a slice of a node's answer, with what {@link HitReader} found in it. Not thread-safe. */
final class Hit {
    /** Best first, ties by document id; hits that differ in their bytes alone still have an order. */
    static final Comparator<Hit> ORDER = Hit::compare;

    private static final RankKey UNRANKED = new RankKeyBuilder().build();

    final byte[] source;
    final int start;
    int end;
    /** The untouched members before the first one that is not passed on as it stands; empty when there are none. */
    int keptFrom;

    int keptTo;
    boolean touched;
    RankKey rank = UNRANKED;
    List<String> distinct = List.of();
    int idStart;
    int idEnd;
    private @Nullable String id;

    Hit(byte[] source, int start) {
        this.source = source;
        this.start = start;
    }

    /** The document's id as text, empty when it was not found; decoded only when a tie asks for it. */
    String id() {
        String known = id;
        if (known == null) {
            int quote = idStart < idEnd && source[idStart] == '"' ? 1 : 0;
            known = JsonText.decode(source, idStart + quote, idEnd - quote);
            id = known;
        }
        return known;
    }

    private static int compare(Hit left, Hit right) {
        int order = left.rank.compareTo(right.rank);
        if (order == 0) {
            order = DocumentOrder.compare(left.id(), right.id());
        }
        return order != 0
                ? order
                : Arrays.compareUnsigned(left.source, left.start, left.end, right.source, right.start, right.end);
    }
}
