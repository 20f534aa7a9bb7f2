package miroir.console.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/**
 * What the loss of one more node would hide.
 *
 * @param hidden shards no copy serves now
 * @param lastCopies per node, how many shards are served by it alone
 */
public record Resilience(int hidden, Map<String, Integer> lastCopies) {

    /** As of that picture. */
    public static Resilience of(ClusterPicture cluster) {
        Map<String, Integer> last = new TreeMap<>();
        int hidden = 0;
        for (IndexPicture index : cluster.indexes()) {
            for (ShardPicture shard : index.shardPictures()) {
                List<String> serving = servingNodes(shard);
                hidden += serving.isEmpty() ? 1 : 0;
                if (serving.size() == 1) {
                    last.merge(serving.get(0), 1, Integer::sum);
                }
            }
        }
        return new Resilience(hidden, last);
    }

    private static List<String> servingNodes(ShardPicture shard) {
        return shard.copies().stream()
                .filter(CopyPicture::serving)
                .map(CopyPicture::node)
                .distinct()
                .toList();
    }

    /** Whether every document stays searchable when any one node is lost. */
    public boolean survivesOneLoss() {
        return hidden == 0 && lastCopies.isEmpty();
    }

    /** Shards that hang on one node. */
    public int lastCopyShards() {
        return lastCopies.values().stream().mapToInt(Integer::intValue).sum();
    }
}
