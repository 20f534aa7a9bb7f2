package miroir.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.Lifecycle;
import miroir.engine.api.NodePicture;

/**
 * A button that asks for a plan; it changes nothing by itself.
 *
 * @param label verb and object
 * @param hint what it is for, in one sentence
 */
public record WishButton(WishKind kind, String target, String label, String hint) {

    /** What may be asked for that node. */
    public static List<WishButton> of(NodePicture node) {
        String id = node.id();
        List<WishButton> buttons = new ArrayList<>();
        if (node.wanted() == Lifecycle.ACTIVE) {
            buttons.add(new WishButton(
                    WishKind.DRAIN_NODE, id, "Drain " + id, "Its copies move to other nodes; it stays known."));
        }
        if (node.wanted() != Lifecycle.REMOVED) {
            buttons.add(new WishButton(
                    WishKind.REMOVE_NODE, id, "Remove " + id, "It gives its copies away and leaves the cluster."));
            buttons.add(new WishButton(
                    WishKind.FAIL_NODE,
                    id,
                    "What if " + id + " fails?",
                    "Shows what its loss would hide and what would be built again. Changes nothing."));
        }
        return List.copyOf(buttons);
    }

    /** What may be asked for that group. */
    static List<WishButton> ofGroup(int group) {
        String number = Integer.toString(group);
        return List.of(
                new WishButton(WishKind.FAIL_GROUP, number, "What if it fails?", "Shows what its loss would hide."),
                new WishButton(WishKind.REMOVE_GROUP, number, "Remove group " + number, "Its copies are given up."));
    }

    /** Those buttons as commands. */
    public static String curl(List<WishButton> buttons, Curl curl) {
        return buttons.stream()
                .map(b -> "# " + b.label() + "\n" + curl.plan(b.wish()))
                .collect(Collectors.joining("\n\n"));
    }

    private TopologyWish wish() {
        TopologyWish wish = WishReader.read(kind, Map.of("target", target)).wish();
        return wish == null ? TopologyWish.NOTHING : wish;
    }
}
