package miroir.console.model;

import java.util.List;
import miroir.core.topology.Lifecycle;
import miroir.engine.api.NodePicture;
import miroir.engine.api.OperationPicture;

/**
 * What may be done with a node.
 *
 * @param offered whether anything may be done at all
 * @param replaceHref the form that replaces it; empty: not now
 * @param editHref where its address and its key are changed; empty: not now
 * @param safe the operation that found it empty, as its address; empty: none did
 */
public record NodeActs(
        boolean offered, List<WishButton> buttons, String replaceHref, String editHref, String safe, String curl) {
    /** Nothing can be done. */
    public static final NodeActs NONE = new NodeActs(false, List.of(), "", "", "", "");

    /** What may be done with that node, seen those operations. */
    public static NodeActs of(NodePicture node, List<OperationPicture> operations, Curl curl) {
        List<WishButton> buttons = WishButton.of(node);
        boolean stays = node.wanted() != Lifecycle.REMOVED;
        return new NodeActs(
                !buttons.isEmpty(),
                buttons,
                stays ? Links.node(node.id()) + "/replace" : "",
                stays ? Links.node(node.id()) : "",
                safe(node, operations),
                WishButton.curl(buttons, curl));
    }

    /** An old finding says nothing about a node that takes part again. */
    private static String safe(NodePicture node, List<OperationPicture> operations) {
        boolean leaving = node.wanted() == Lifecycle.DRAINING || node.wanted() == Lifecycle.REMOVED;
        return operations.stream()
                .filter(o -> leaving && node.copies() == 0 && o.safeToStop().contains(node.id()))
                .map(o -> Links.operation(o.operationId()))
                .findFirst()
                .orElse("");
    }
}
