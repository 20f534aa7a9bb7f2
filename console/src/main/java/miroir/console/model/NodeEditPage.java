package miroir.console.model;

import java.net.URI;
import java.util.List;
import miroir.engine.api.NodeEdit;

/**
 * The form that says where a node is now, or which key it wants.
 *
 * @param what address or key
 * @param fields the address and a key that is optional, or the key alone
 * @param error why it was not changed; empty: nothing was tried
 */
public record NodeEditPage(
        String node,
        String what,
        String title,
        String lede,
        List<FormField> fields,
        String back,
        String curl,
        String error) {
    /** Where a node may be, as an example. */
    private static final URI EXAMPLE = URI.create("http://10.0.0.1:7700");

    private static final String KEY_HINT =
            "Only when it was changed, too; empty: the node's key stays. It is never shown.";

    /** The form for a node's address, filled in with what was typed but for the key. */
    public static NodeEditPage address(
            String node, String now, String typed, String error, String keyError, Curl curl) {
        return new NodeEditPage(
                node,
                "address",
                "Address of " + node,
                "Now: " + now + ". What answers there as a node does is asked with the node's key, and has to"
                        + " prove that it is " + node + ".",
                List.of(
                        new FormField("value", "Address", "text", typed, "For example " + EXAMPLE, error),
                        new FormField("key", "Key", "password", "", KEY_HINT, keyError)),
                Links.node(node),
                curl.node(new NodeEdit(node, EXAMPLE, null, false)),
                error);
    }

    /** The form for a node's key; what was typed is not shown again. */
    public static NodeEditPage key(String node, String error, Curl curl) {
        return new NodeEditPage(
                node,
                "key",
                "Key of " + node,
                "The key with which Miroir asks this node. It is tried first, and never shown.",
                List.of(new FormField("value", "Key", "password", "", "", error)),
                Links.node(node),
                curl.node(new NodeEdit(node, null, "NODE_KEY", false)),
                error);
    }
}
