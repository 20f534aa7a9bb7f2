package miroir.console.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import miroir.core.plan.TopologyWish;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.NodePicture;

/**
 * A form that asks for a plan.
 *
 * @param target the node it is about; empty: none
 * @param submit the button's text
 * @param curl the same as a command
 */
public record WishForm(WishKind kind, String target, List<FormField> fields, String submit, String curl) {
    private static final String ADDRESS_HINT = "As Miroir reaches it, such as http://10.0.0.5:7700";
    private static final String KEY_HINT = "Only when it differs from the cluster's node key. It is never shown again.";

    /** One more node. */
    static WishForm addNode(ClusterPicture cluster, Curl curl, Typed asked) {
        Typed typed = asked.on(WishKind.ADD_NODE);
        String group = cluster.nodes().isEmpty()
                ? "0"
                : Integer.toString(cluster.nodes().get(0).group());
        return new WishForm(
                WishKind.ADD_NODE,
                "",
                List.of(
                        id(typed),
                        FormField.of("address", "Address", typed).hinted(ADDRESS_HINT),
                        FormField.of("group", "Replica group", typed)
                                .typed("number")
                                .filled(group),
                        key(typed)),
                "Preview",
                curl.plan(example(
                        typed, WishKind.ADD_NODE, "id", "node-x", "address", "http://10.0.0.5:7700", "group", group)));
    }

    /** Another node in the place of one. */
    public static WishForm replace(NodePicture node, Curl curl, Typed asked) {
        Typed typed = asked.on(WishKind.REPLACE_NODE);
        return new WishForm(
                WishKind.REPLACE_NODE,
                node.id(),
                List.of(id(typed), FormField.of("address", "Address", typed).hinted(ADDRESS_HINT), key(typed)),
                "Preview",
                curl.plan(example(
                        typed,
                        WishKind.REPLACE_NODE,
                        "target",
                        node.id(),
                        "id",
                        "node-x",
                        "address",
                        "http://10.0.0.5:7700")));
    }

    /** One more group. */
    static WishForm addGroup(ClusterPicture cluster, Curl curl, Typed asked) {
        Typed typed = asked.on(WishKind.ADD_GROUP);
        int next =
                1 + cluster.nodes().stream().mapToInt(NodePicture::group).max().orElse(-1);
        return new WishForm(
                WishKind.ADD_GROUP,
                "",
                List.of(
                        FormField.of("group", "Number of the group", typed)
                                .typed("number")
                                .filled(Integer.toString(next)),
                        FormField.of("nodes", "Its nodes", typed)
                                .typed("lines")
                                .hinted("One a line: id and address, such as node-x http://10.0.0.5:7700")),
                "Preview",
                curl.plan(example(
                        typed,
                        WishKind.ADD_GROUP,
                        "group",
                        "" + next,
                        "nodes",
                        "node-x http://10.0.0.5:7700\nnode-y http://10.0.0.6:7700")));
    }

    /** Another number of copies. */
    static WishForm replicationFactor(ClusterPicture cluster, Curl curl, Typed asked) {
        Typed typed = asked.on(WishKind.REPLICATION_FACTOR);
        String now = Integer.toString(cluster.replicationFactor());
        return new WishForm(
                WishKind.REPLICATION_FACTOR,
                "",
                List.of(FormField.of("replicationFactor", "Copies of each shard per group", typed)
                        .typed("number")
                        .filled(now)),
                "Preview",
                curl.plan(example(typed, WishKind.REPLICATION_FACTOR, "replicationFactor", now)));
    }

    private static FormField id(Typed typed) {
        return FormField.of("id", "Id", typed).hinted("A short name that stays with the node, such as node-x");
    }

    private static FormField key(Typed typed) {
        return FormField.of("key", "Node's own key", typed).typed("password").hinted(KEY_HINT);
    }

    /** What was typed when it is a wish, else an example of one. */
    private static TopologyWish example(Typed typed, WishKind kind, String... fields) {
        Typed shown = typed.wish() == null ? WishReader.read(kind, map(fields)) : typed;
        TopologyWish wish = shown.wish();
        return wish == null ? TopologyWish.NOTHING : wish;
    }

    private static Map<String, String> map(String... pairs) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
