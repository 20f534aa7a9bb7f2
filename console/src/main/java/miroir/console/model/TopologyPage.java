package miroir.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.core.topology.Health;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.NodePicture;

/**
 * The wanted topology and the forms that change it.
 *
 * @param error what was wrong with the form that was sent; empty: nothing
 */
public record TopologyPage(
        String summary,
        List<GroupRow> groups,
        WishForm addNode,
        WishForm addGroup,
        WishForm replicationFactor,
        String replicationNow,
        String groupsCurl,
        String error) {

    /** One group. */
    public record GroupRow(
            int number,
            List<Choice> nodes,
            String answering,
            String copies,
            String documents,
            List<WishButton> buttons) {}

    /** The topology of that picture, and what was typed so far. */
    public static TopologyPage of(ClusterPicture cluster, Curl curl, Typed typed) {
        Map<Integer, List<NodePicture>> groups = new TreeMap<>();
        cluster.nodes().stream()
                .filter(n -> n.status() != NodeStatus.REMOVED)
                .forEach(n -> groups.computeIfAbsent(n.group(), g -> new ArrayList<>())
                        .add(n));
        List<GroupRow> rows = groups.entrySet().stream()
                .map(e -> row(e.getKey(), e.getValue()))
                .toList();
        long nodes = groups.values().stream().mapToLong(List::size).sum();
        return new TopologyPage(
                "Version " + cluster.version() + ": " + Words.count(nodes, "node", "nodes") + " in "
                        + Words.count(rows.size(), "replica group", "replica groups") + ", "
                        + Words.count(cluster.replicationFactor(), "copy", "copies") + " of each shard per group.",
                rows,
                WishForm.addNode(cluster, curl, typed),
                WishForm.addGroup(cluster, curl, typed),
                WishForm.replicationFactor(cluster, curl, typed),
                Words.count(cluster.replicationFactor(), "copy", "copies"),
                rows.stream()
                        .map(r -> WishButton.curl(r.buttons(), curl))
                        .findFirst()
                        .orElse(""),
                typed.errors().isEmpty()
                        ? ""
                        : "Nothing was planned. "
                                + String.join(" ", typed.errors().values()));
    }

    private static GroupRow row(int number, List<NodePicture> nodes) {
        long answering = nodes.stream().filter(n -> n.health() == Health.UP).count();
        return new GroupRow(
                number,
                nodes.stream()
                        .map(n -> new Choice(n.id(), Links.node(n.id()), false))
                        .toList(),
                answering + " of " + nodes.size(),
                Words.count(nodes.stream().mapToLong(NodePicture::copies).sum()),
                Words.count(nodes.stream().mapToLong(NodePicture::documents).sum()),
                WishButton.ofGroup(number));
    }
}
