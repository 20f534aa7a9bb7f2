package miroir.console.model;

import java.util.ArrayList;
import java.util.List;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/**
 * An index at a glance: one column per shard, the serving copies above and below the mirror line.
 *
 * @param label the same in words
 */
public record Strip(String label, int width, int height, List<Piece> pieces) {
    private static final int PITCH = 10;
    private static final int LINE = 10;

    /** Smaller indexes leave the rest empty, so that columns have one width on a page. */
    private static final int FEWEST = 64;

    /** One copy; those that do not serve are short stubs. */
    public record Piece(String css, int x, int y, int width, int height) {}

    /** That index. */
    public static Strip of(ClusterPicture cluster, IndexPicture index) {
        int wanted = ShardMaps.wantedCopies(cluster, index);
        List<Piece> pieces = new ArrayList<>();
        int lackingShards = 0;
        for (ShardPicture shard : index.shardPictures()) {
            int lacking = ShardMaps.lacking(shard, wanted);
            lackingShards += lacking > 0 ? 1 : 0;
            for (int line = 0; line < wanted; line++) {
                pieces.add(piece(shard, line, wanted));
            }
        }
        String label = index.uid() + ": " + Words.count(index.shards(), "shard", "shards") + ", "
                + (lackingShards == 0 ? "all copies serving" : lackingShards + " short of a serving copy");
        int height = wanted * LINE;
        return new Strip(label, Math.max(FEWEST, index.shardPictures().size()) * PITCH, height, List.copyOf(pieces));
    }

    private static Piece piece(ShardPicture shard, int line, int wanted) {
        List<CopyPicture> copies = shard.copies();
        CopyPicture copy = line < copies.size() ? copies.get(line) : null;
        boolean serving = copy != null && copy.serving();
        String css = copy == null ? "copy-missing" : CopyLook.of(copy).css();
        boolean upper = line < (wanted + 1) / 2;
        int tall = serving ? LINE - 1 : 4;
        int top = line * LINE + (upper ? LINE - tall : 1);
        return new Piece(css, shard.shard() * PITCH + 1, top, PITCH - 2, tall);
    }
}
