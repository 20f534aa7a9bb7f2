package miroir.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.ClusterPicture.Attention;
import miroir.engine.api.ClusterPicture.Severity;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.IndexPicture.CopyCounts;
import miroir.engine.api.NodePicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/** Believable pictures: five nodes, one down, one joining, three indexes. */
public final class Pictures {
    /** When they were made. */
    public static final Instant NOW = Instant.parse("2026-11-22T12:07:00Z");

    private static final String[] NODES = {"node-a", "node-b", "node-c", "node-d"};

    private Pictures() {}

    /** Nothing at all. */
    public static ClusterPicture empty() {
        return new ClusterPicture(
                NOW, 1, ClusterStatus.UNAVAILABLE, "No node is known yet.", List.of(), 2, List.of(), List.of());
    }

    /** Four nodes, everything serves. */
    public static ClusterPicture healthy() {
        List<IndexPicture> indexes = List.of(index("movies", 64, 184_213, false, 7));
        List<NodePicture> nodes = new ArrayList<>();
        for (String id : NODES) {
            nodes.add(node(id, Health.UP, NodeStatus.HEALTHY, "", indexes));
        }
        return new ClusterPicture(
                NOW.minusSeconds(2),
                56,
                ClusterStatus.HEALTHY,
                "All 184,213 documents are searchable; every copy serves.",
                List.of(),
                2,
                nodes,
                indexes);
    }

    /** One node down, one joining. */
    public static ClusterPicture degraded() {
        List<IndexPicture> indexes = List.of(
                index("movies", 64, 1_181_440, true, 1),
                index("news", 64, 402_118, true, 2),
                index("products", 16, 58_002, true, 3));
        List<NodePicture> nodes = List.of(
                node("node-a", Health.UP, NodeStatus.HEALTHY, "answers in 2 ms", indexes),
                node("node-b", Health.DOWN, NodeStatus.FAILED, "no answer to 12 probes", indexes),
                node("node-c", Health.UP, NodeStatus.HEALTHY, "answers in 3 ms", indexes),
                node("node-d", Health.UP, NodeStatus.DEGRADED, "indexing is behind by 41 tasks", indexes),
                node("node-e", Health.UP, NodeStatus.JOINING, "takes over 4 copies", indexes));
        return new ClusterPicture(
                NOW.minusSeconds(2),
                57,
                ClusterStatus.DEGRADED,
                "All 1,641,560 documents are searchable; 69 of 288 copies are not serving.",
                List.of(
                        new Attention(
                                Severity.ERROR, "node-b", "node-b has not answered for 4 min; 63 copies wait for it."),
                        new Attention(
                                Severity.WARNING,
                                "news",
                                "2 copies of news missed a write and are synchronised again."),
                        new Attention(Severity.INFO, "node-e", "node-e joins and takes over 4 copies.")),
                2,
                nodes,
                indexes);
    }

    private static NodePicture node(
            String id, Health health, NodeStatus status, String reason, List<IndexPicture> indexes) {
        int copies = 0;
        int serving = 0;
        long documents = 0;
        for (IndexPicture index : indexes) {
            for (ShardPicture shard : index.shardPictures()) {
                for (CopyPicture copy : shard.copies()) {
                    if (copy.node().equals(id)) {
                        copies++;
                        serving += copy.serving() ? 1 : 0;
                        documents += shard.documents();
                    }
                }
            }
        }
        boolean down = health == Health.DOWN;
        return new NodePicture(
                id,
                "http://10.0.0." + (id.charAt(5) - 'a' + 11) + ":7700",
                0,
                status == NodeStatus.JOINING ? Lifecycle.JOINING : Lifecycle.ACTIVE,
                status,
                reason,
                health,
                down ? NOW.minusSeconds(244) : NOW.minusSeconds(86_000),
                down ? NOW.minusSeconds(244) : NOW.minusSeconds(1),
                "1.50.0",
                indexes.size(),
                copies,
                serving,
                documents,
                documents * 1460);
    }

    private static IndexPicture index(String uid, int shards, long documents, boolean broken, long seed) {
        Random random = new Random(seed);
        List<ShardPicture> pictures = new ArrayList<>();
        int[] counts = new int[5];
        for (int s = 0; s < shards; s++) {
            long own = documents / shards + random.nextInt((int) (documents / shards / 8 + 1));
            int first = random.nextInt(NODES.length);
            int second = (first + 1 + random.nextInt(NODES.length - 1)) % NODES.length;
            List<CopyPicture> copies = new ArrayList<>();
            boolean alone = NODES[second].equals("node-b") || NODES[first].equals("node-b");
            copies.add(copy(NODES[first], 0, alone ? CopyState.IN_SYNC : state(broken, random), broken, false));
            boolean firstServes = copies.get(0).serving();
            copies.add(copy(NODES[second], 1, CopyState.IN_SYNC, broken, !firstServes));
            if (broken && s % 31 == 5 && copies.stream().anyMatch(c -> c.node().equals("node-b"))) {
                int out = copies.get(0).node().equals("node-b") ? 0 : 1;
                copies.set(out, copy("node-e", out, CopyState.SYNCING, broken, false));
            }
            copies.forEach(c -> counts[
                    c.serving() ? 0 : c.state() == CopyState.IN_SYNC ? 1 : c.state() == CopyState.SYNCING ? 2 : 3]++);
            pictures.add(new ShardPicture(s, own, copies));
        }
        return new IndexPicture(
                uid,
                "id",
                shards,
                2,
                "balanced",
                documents,
                NOW.minusSeconds(900_000),
                NOW.minusSeconds(340),
                new CopyCounts(counts[0], counts[1], counts[2], counts[3], 0),
                pictures);
    }

    private static CopyState state(boolean broken, Random random) {
        return broken && random.nextInt(24) == 0 ? CopyState.STALE : CopyState.IN_SYNC;
    }

    private static CopyPicture copy(String node, int rank, CopyState state, boolean broken, boolean takesOver) {
        boolean serving = state == CopyState.IN_SYNC && !(broken && node.equals("node-b"));
        String reason = switch (state) {
            case STALE -> "missed write 88213 while its queue was full";
            case SYNCING -> "takes the place of the copy on node-b, 71 % copied";
            default -> serving ? "" : "node-b does not answer";
        };
        return new CopyPicture(
                node,
                0,
                rank,
                state,
                serving,
                serving && (rank == 0 || takesOver),
                NOW.minusSeconds(serving ? 86_000 : 244),
                reason);
    }
}
