package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.core.placement.CopyState;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.ShardPicture;

/**
 * One shard.
 *
 * @param href its own address
 * @param sentence how it stands
 * @param acceptHref where a copy can be accepted; empty: one serves, or there is none to accept
 * @param previous address of the shard before; empty at the first
 * @param next address of the shard after; empty at the last
 */
public record ShardPage(
        String href,
        String index,
        int shard,
        int shards,
        Tone tone,
        String sentence,
        String documents,
        List<CopyRow> copies,
        String mapHref,
        String acceptHref,
        String previous,
        String next) {

    /** That shard in that picture. */
    public static ShardPage of(ClusterPicture cluster, IndexPicture index, ShardPicture shard, Instant now) {
        int wanted = ShardMaps.wantedCopies(cluster, index);
        int serving = wanted - ShardMaps.lacking(shard, wanted);
        int n = shard.shard();
        return new ShardPage(
                Links.shard(index.uid(), n),
                index.uid(),
                n,
                index.shards(),
                serving == wanted ? Tone.OK : serving == 0 ? Tone.BAD : Tone.WARN,
                sentence(serving, wanted, shard.copies().stream().noneMatch(c -> c.state() == CopyState.IN_SYNC)),
                Words.count(shard.documents()),
                ShardsPage.rows(index, List.of(shard), now),
                Links.shards(index.uid()),
                isLost(shard) ? Links.index(index.uid()) + "/accept?shard=" + n : "",
                n == 0 ? "" : Links.shard(index.uid(), n - 1),
                n + 1 >= index.shards() ? "" : Links.shard(index.uid(), n + 1));
    }

    /** Whether nobody can read it, and a copy that is out of sync is there. */
    static boolean isLost(ShardPicture shard) {
        return shard.copies().stream().noneMatch(ShardPicture.CopyPicture::serving)
                && shard.copies().stream().anyMatch(c -> c.state() != CopyState.IN_SYNC);
    }

    private static String sentence(int serving, int wanted, boolean lost) {
        if (lost) {
            return "No copy is in sync: the documents of this shard cannot be found, and writes to its index wait, until a node has"
                    + " its data back or a copy is accepted.";
        }
        if (serving == 0) {
            return "No copy serves: the documents of this shard cannot be found now.";
        }
        if (serving == wanted) {
            return wanted == 1
                    ? "Its one copy serves. There is no second one: the loss of that node hides these documents."
                    : (wanted == 2 ? "Both" : "All " + wanted) + " copies serve.";
        }
        return serving + " of " + wanted + " copies serve: every document is searchable, "
                + (serving == 1 ? "but the next loss would hide them." : "with less redundancy than wanted.");
    }
}
