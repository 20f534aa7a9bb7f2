package miroir.console.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/**
 * One node.
 *
 * @param facts what is known of it
 * @param loss what its loss would hide, in one sentence
 * @param holdings its copies, by index
 */
public record NodePage(NodeRow node, List<Fact> facts, Tone lossTone, String loss, List<Holding> holdings) {

    /** A label and its value. */
    public record Fact(String label, String value) {}

    /**
     * What it holds of one index.
     *
     * @param copies by shard
     */
    public record Holding(String index, String href, String summary, List<CopyRow> copies) {}

    /** That node in that picture. */
    public static NodePage of(NodePicture node, ClusterPicture cluster, Instant now) {
        long fullest =
                cluster.nodes().stream().mapToLong(NodePicture::documents).max().orElse(0);
        Resilience resilience = Resilience.of(cluster);
        int last = resilience.lastCopies().getOrDefault(node.id(), 0);
        boolean dark = node.serving() == 0 && resilience.hidden() > 0;
        return new NodePage(
                NodeRow.of(node, fullest, now),
                facts(node),
                last == 0 && !dark ? Tone.OK : Tone.WARN,
                loss(node, last, resilience.hidden()),
                holdings(node, cluster, now));
    }

    private static List<Fact> facts(NodePicture node) {
        return List.of(
                new Fact("Address", node.address()),
                new Fact("Replica group", Integer.toString(node.group())),
                new Fact("Intended state", Words.phrase(node.wanted().name())),
                new Fact("Health", Words.phrase(node.health().name())),
                new Fact("Meilisearch", node.version() == null ? "version unknown" : node.version()),
                new Fact("Copies", node.serving() + " of " + node.copies() + " serving"),
                new Fact("Documents in its copies", Words.count(node.documents())),
                new Fact("Database size", Words.bytes(node.bytes())));
    }

    private static String loss(NodePicture node, int last, int hidden) {
        if (node.serving() == 0 && node.copies() > 0) {
            return hidden == 0
                    ? "No copy on " + node.id() + " serves now, and every shard is served by another node."
                    : "No copy on " + node.id() + " serves now, and " + Words.count(hidden, "shard has", "shards have")
                            + " no serving copy anywhere.";
        }
        if (last == 0) {
            return "Every shard on " + node.id()
                    + " that can be searched has another serving copy: its loss hides no document.";
        }
        return node.id() + " holds the only serving copy of " + Words.count(last, "shard", "shards")
                + ": its loss would hide those documents.";
    }

    private static List<Holding> holdings(NodePicture node, ClusterPicture cluster, Instant now) {
        List<Holding> holdings = new ArrayList<>();
        for (IndexPicture index : cluster.indexes()) {
            List<CopyRow> copies = new ArrayList<>();
            for (ShardPicture shard : index.shardPictures()) {
                for (CopyPicture copy : shard.copies()) {
                    if (copy.node().equals(node.id())) {
                        copies.add(CopyRow.of(index.uid(), shard, copy, now));
                    }
                }
            }
            if (!copies.isEmpty()) {
                long serving = copies.stream().filter(CopyRow::serving).count();
                String summary = Words.count(copies.size(), "copy", "copies") + ", " + serving + " serving";
                holdings.add(new Holding(index.uid(), Links.shards(index.uid()), summary, copies));
            }
        }
        return List.copyOf(holdings);
    }
}
