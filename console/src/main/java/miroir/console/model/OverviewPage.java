package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.engine.api.AuditEntry;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.ClusterPicture.Attention;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.TaskCounts;
import miroir.engine.api.TaskPage;

/**
 * The first page: how the cluster stands and what asks for an act.
 *
 * @param withheld whether nothing is served from the state at all, so that it says nothing of what the nodes hold
 * @param loss whether it survives one more loss
 * @param lossNodes the nodes it would not survive losing
 */
public record OverviewPage(
        Badge status,
        String sentence,
        boolean withheld,
        Badge loss,
        String lossSentence,
        List<Choice> lossNodes,
        List<Notice> attention,
        List<Tile> tiles,
        List<IndexRow> indexes,
        List<NodeRow> nodes,
        List<TaskRow> tasks,
        List<Act> acts,
        Stamp asOf) {

    /** One attention entry; {@code href} is empty when it is about nothing with a page. */
    public record Notice(Badge severity, String target, String href, String message, String help) {}

    /** One figure with its bar and where to look further. */
    public record Tile(String label, String value, String note, Bar bar, String href) {}

    /** One audit row. */
    public record Act(Stamp at, String who, String what, String target) {}

    /** That moment's overview. */
    public static OverviewPage of(
            ClusterPicture cluster, TaskCounts open, TaskPage tasks, List<AuditEntry> audit, Instant now) {
        Resilience resilience = Resilience.of(cluster);
        long fullest =
                cluster.nodes().stream().mapToLong(NodePicture::documents).max().orElse(0);
        return new OverviewPage(
                Badge.of(cluster.status()),
                cluster.sentence(),
                withheld(cluster),
                lossBadge(cluster, resilience),
                lossSentence(cluster, resilience),
                resilience.lastCopies().entrySet().stream()
                        .map(e -> new Choice(
                                e.getKey() + " (" + Words.count(e.getValue(), "shard", "shards") + ")",
                                Links.node(e.getKey()),
                                false))
                        .toList(),
                cluster.attention().stream()
                        .filter(a -> !isHeadline(a, cluster))
                        .map(a -> notice(cluster, a))
                        .toList(),
                Tiles.of(cluster, open),
                cluster.indexes().stream()
                        .map(i -> IndexRow.of(cluster, i, now))
                        .toList(),
                cluster.nodes().stream().map(n -> NodeRow.of(n, fullest, now)).toList(),
                tasks.tasks().stream().map(t -> TaskRow.of(t, now)).toList(),
                audit.stream().map(a -> act(a, now)).toList(),
                Stamp.of(now, cluster.asOf(), "unknown"));
    }

    private static boolean withheld(ClusterPicture cluster) {
        return cluster.status() == ClusterStatus.UNAVAILABLE
                && cluster.attention().stream().anyMatch(a -> isHeadline(a, cluster));
    }

    private static boolean isHeadline(Attention a, ClusterPicture cluster) {
        return a.target().isEmpty() && a.message().equals(cluster.sentence());
    }

    private static Badge lossBadge(ClusterPicture cluster, Resilience resilience) {
        if (cluster.indexes().isEmpty() && withheld(cluster)) {
            return new Badge(Tone.QUIET, "Unknown");
        }
        if (cluster.indexes().isEmpty()) {
            return new Badge(Tone.QUIET, "Nothing to lose yet");
        }
        return resilience.survivesOneLoss() ? new Badge(Tone.OK, "Yes") : new Badge(Tone.WARN, "No");
    }

    private static String lossSentence(ClusterPicture cluster, Resilience resilience) {
        if (cluster.indexes().isEmpty()) {
            return withheld(cluster) ? "This state knows of no index; the nodes may hold some." : "No index exists.";
        }
        if (resilience.survivesOneLoss()) {
            return "Every shard has a second serving copy on another node.";
        }
        if (resilience.hidden() > 0 && resilience.lastCopyShards() == 0) {
            return Words.count(resilience.hidden(), "shard is", "shards are") + " hidden already.";
        }
        if (resilience.hidden() > 0) {
            return Words.count(resilience.hidden(), "shard is", "shards are") + " hidden already; "
                    + Words.count(resilience.lastCopyShards(), "more hangs", "more hang") + " on one node each:";
        }
        return Words.count(resilience.lastCopyShards(), "shard hangs", "shards hang") + " on one node each:";
    }

    private static Notice notice(ClusterPicture cluster, Attention a) {
        String href = "";
        if (cluster.nodes().stream().map(NodePicture::id).anyMatch(a.target()::equals)) {
            href = Links.node(a.target());
        } else if (cluster.indexes().stream().map(IndexPicture::uid).anyMatch(a.target()::equals)) {
            href = Links.shards(a.target());
        }
        return new Notice(
                Badge.of(a.severity()),
                a.target(),
                href,
                a.message(),
                a.topic().isEmpty() ? "" : Links.ROOT + "/help#" + a.topic());
    }

    private static Act act(AuditEntry a, Instant now) {
        return new Act(Stamp.of(now, a.at(), "unknown"), a.who(), a.what(), a.target());
    }
}
