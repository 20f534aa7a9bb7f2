package miroir.engine.state;

import java.util.List;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.engine.store.FormerLife;

/**
 * The shards of an index that have no copy in sync: nothing can build one, so nothing but the return of a node's data or an
 * operator leads out of that.
 *
 * @param shards which
 * @param putBack whether all that is left of them is on nodes that were put back to an old state
 */
public record LostShards(List<Integer> shards, boolean putBack) {
    /** Of a cluster of which no shard has a copy in sync. */
    public static final String NOTHING_LEFT = "No index can be searched: no shard has a copy in sync. " + way("INDEX");

    /** Those of that index. */
    public static LostShards of(IndexEntry entry) {
        List<Integer> lost = IntStream.range(0, entry.routes().shards())
                .filter(shard -> entry.routes().of(shard).stream().noneMatch(copy -> copy.state() == CopyState.IN_SYNC))
                .boxed()
                .toList();
        List<Copy> left = lost.stream()
                .flatMap(shard -> entry.routes().of(shard).stream())
                .toList();
        return new LostShards(
                lost,
                !left.isEmpty() && left.stream().allMatch(copy -> copy.reason().endsWith(FormerLife.PUT_BACK)));
    }

    /** Whether no index of that state can be searched, whatever its nodes do; without an index nothing is lost. */
    public static boolean areAll(ClusterState state) {
        List<IndexEntry> ready = state.indexes().values().stream()
                .filter(entry -> entry.phase() == IndexEntry.Phase.READY)
                .toList();
        return !ready.isEmpty()
                && ready.stream()
                        .allMatch(entry ->
                                of(entry).shards.size() == entry.routes().shards());
    }

    /** How it stands, and what leads out of it. */
    public String sentence(String index) {
        String what = count() + " of " + index
                + (shards.size() == 1 ? " has" : " have")
                + " no copy in sync: searches do not find their documents, and new writes are refused. Acknowledged writes"
                + " wait and are written to the copy that is accepted or comes back. ";
        return what + wayOut(index);
    }

    /** Why a write to the index is refused, and what leads out of it. */
    public String refusal(String index) {
        return "Index `" + index + "`: " + count() + (shards.size() == 1 ? " has" : " have")
                + " no copy in sync; nothing was stored. " + wayOut(index);
    }

    private String count() {
        return shards.size() + (shards.size() == 1 ? " shard" : " shards");
    }

    private String wayOut(String index) {
        return putBack ? "The nodes were put back to an old state: `adopt` takes over what they have." : way(index);
    }

    /** Which copies are recommended only their nodes can tell, when somebody asks; so the sentence holds in both cases. */
    private static String way(String index) {
        return "They serve again when a node has its data back; else `accept-copy " + index
                + " --all` makes the recommended copies serve and `accept-copy " + index
                + " SHARD NODE --force` one that is named where none is recommended, or `adopt` when all nodes were put back.";
    }
}
