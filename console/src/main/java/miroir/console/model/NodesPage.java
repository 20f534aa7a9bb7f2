package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.core.topology.Health;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.NodePicture;

/**
 * The list of nodes.
 *
 * @param summary the list in one sentence
 * @param grouped whether there is more than one replica group
 */
public record NodesPage(String summary, boolean grouped, List<NodeRow> rows, Stamp asOf) {

    /** The nodes of that picture, by group and id. */
    public static NodesPage of(ClusterPicture cluster, Instant now) {
        List<NodePicture> nodes = cluster.nodes();
        long fullest = nodes.stream().mapToLong(NodePicture::documents).max().orElse(0);
        return new NodesPage(
                summary(nodes),
                nodes.stream().mapToInt(NodePicture::group).distinct().count() > 1,
                nodes.stream().map(n -> NodeRow.of(n, fullest, now)).toList(),
                Stamp.of(now, cluster.asOf(), "unknown"));
    }

    private static String summary(List<NodePicture> nodes) {
        long up = nodes.stream().filter(n -> n.health() == Health.UP).count();
        List<String> out = nodes.stream()
                .filter(n -> n.health() == Health.DOWN)
                .map(NodePicture::id)
                .toList();
        long unasked = nodes.stream().filter(n -> n.health() == Health.UNKNOWN).count();
        if (unasked == nodes.size() && unasked > 0) {
            return "The nodes are being asked for the first time.";
        }
        String base = up + " of " + Words.count(nodes.size(), "node answers", "nodes answer");
        return out.isEmpty() ? base + "." : base + "; down: " + Words.and(out) + ".";
    }
}
