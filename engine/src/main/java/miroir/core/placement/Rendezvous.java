package miroir.core.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;
import miroir.core.topology.NodeId;

/**
 * Highest-random-weight hashing (Thaler and Ravishankar, 1998). Byte formats and order are a storage format: a change
 * would move all data.
 */
public final class Rendezvous {
    private static final int SHARD_BYTES = Integer.BYTES;

    private Rendezvous() {}

    /** How much a shard likes a node: XXH64(LE32(shard), utf8(node), 0xFF), compared as unsigned. */
    public static long score(int shard, NodeId node) {
        return score(shard, key(node));
    }

    /** The shard of a document: XXH64(utf8(key), 0xFF) unsigned-mod shards. Integer keys count as their decimal text. */
    public static int shardForKey(String primaryKey, int shards) {
        byte[] utf8 = primaryKey.getBytes(UTF_8);
        return shardForKey(utf8, 0, utf8.length, shards);
    }

    /** The shard of a document whose key stands in a slice of UTF-8; allocates nothing for keys a node would accept. */
    public static int shardForKey(byte[] utf8, int from, int length, int shards) {
        return (int) Long.remainderUnsigned(Hash64.ofTerminated(utf8, from, length), shards);
    }

    /** The nodes from most to least liked; equal scores by node id ascending. */
    public static List<NodeId> order(int shard, Collection<NodeId> nodes) {
        return nodes.stream()
                .map(node -> new Scored(score(shard, node), node))
                .sorted()
                .map(Scored::node)
                .toList();
    }

    /** The bytes that are hashed for a node, with room for the shard in front. */
    static byte[] key(NodeId node) {
        byte[] utf8 = node.value().getBytes(UTF_8);
        byte[] key = new byte[SHARD_BYTES + utf8.length + 1];
        System.arraycopy(utf8, 0, key, SHARD_BYTES, utf8.length);
        key[key.length - 1] = (byte) 0xFF;
        return key;
    }

    /** The score of the node with that {@link #key}; writes the shard into the key, so a key has one user at a time. */
    static long score(int shard, byte[] key) {
        key[0] = (byte) shard;
        key[1] = (byte) (shard >>> 8);
        key[2] = (byte) (shard >>> 16);
        key[3] = (byte) (shard >>> 24);
        return Hash64.of(key);
    }

    /** A node with its score; the natural order is the order of preference, a total one. */
    record Scored(long score, NodeId node) implements Comparable<Scored> {
        @Override
        public int compareTo(Scored other) {
            int byScore = Long.compareUnsigned(other.score, score);
            return byScore != 0 ? byScore : node.compareTo(other.node);
        }
    }
}
