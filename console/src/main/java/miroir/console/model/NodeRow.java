package miroir.console.model;

import java.time.Instant;
import miroir.core.topology.Health;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.NodePicture;

/**
 * One node as a table row.
 *
 * @param copiesBar serving copies of those placed on it
 * @param documentsBar its documents beside those of the fullest node
 */
public record NodeRow(
        String id,
        String href,
        String address,
        int group,
        Badge status,
        String reason,
        String version,
        String copies,
        Bar copiesBar,
        String documents,
        Bar documentsBar,
        String size,
        Stamp seen,
        Stamp since) {

    /** That node at {@code now}, measured against the fullest node's documents. */
    public static NodeRow of(NodePicture node, long fullest, Instant now) {
        String copies = node.copies() == 0 ? "none" : node.serving() + " of " + node.copies();
        return new NodeRow(
                node.id(),
                Links.node(node.id()),
                node.address(),
                node.group(),
                Badge.of(node),
                node.reason(),
                node.version() == null ? "unknown" : node.version(),
                copies,
                Bar.of(
                        copies + " copies serving",
                        node.copies(),
                        new Bar.Part("bar-ok", node.serving()),
                        new Bar.Part(outCss(node), node.copies() - node.serving())),
                Words.count(node.documents()),
                Bar.of(
                        Words.count(node.documents()) + " documents; the fullest node has " + Words.count(fullest),
                        fullest,
                        new Bar.Part("bar-plain", node.documents())),
                Words.bytes(node.bytes()),
                Stamp.of(now, node.lastSeen(), "never"),
                Stamp.of(now, node.since(), "unknown"));
    }

    private static String outCss(NodePicture node) {
        if (node.status() == NodeStatus.JOINING) {
            return "bar-busy";
        }
        return node.health() == Health.DOWN ? "bar-bad" : "bar-warn";
    }
}
