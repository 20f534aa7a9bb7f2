package miroir.console.model;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.core.placement.IndexShape;
import miroir.core.plan.TopologyWish;
import miroir.core.plan.TopologyWish.NewGroup;
import miroir.core.plan.TopologyWish.NewNode;
import miroir.core.plan.TopologyWish.Replacement;
import miroir.core.topology.AccessKey;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeAddress;
import miroir.core.topology.NodeId;

/** Reads what was typed into a wish; whether the wish is possible is for the plan to say. */
public final class WishReader {
    private final Map<String, String> values;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private WishReader(Map<String, String> values) {
        this.values = values;
    }

    /** Those values, by field, as a wish of that kind or with what is wrong with them. */
    public static Typed read(WishKind kind, Map<String, String> values) {
        WishReader reader = new WishReader(values);
        TopologyWish wish = reader.wish(kind);
        return new Typed(
                kind, values, Collections.unmodifiableMap(reader.errors), reader.errors.isEmpty() ? wish : null);
    }

    private TopologyWish wish(WishKind kind) {
        WishDraft draft = new WishDraft();
        switch (kind) {
            case ADD_NODE -> draft.addNodes = List.of(node(group("group")));
            case DRAIN_NODE -> draft.drainNodes = List.of(targetNode());
            case REMOVE_NODE -> draft.removeNodes = List.of(targetNode());
            case REPLACE_NODE -> draft.replaceNodes = List.of(new Replacement(targetNode(), node(new GroupId(0))));
            case FAIL_NODE -> draft.failNodes = List.of(targetNode());
            case ADD_GROUP -> draft.addGroups = List.of(newGroup());
            case REMOVE_GROUP -> draft.removeGroups = List.of(group("target"));
            case FAIL_GROUP -> draft.failGroups = List.of(group("target"));
            case REPLICATION_FACTOR -> draft.replicationFactor = replicationFactor();
        }
        return draft.wish();
    }

    private String value(String field) {
        return values.getOrDefault(field, "").strip();
    }

    private NodeId targetNode() {
        String target = value("target");
        if (target.isEmpty()) {
            errors.put("target", "Say which node.");
        }
        return new NodeId(target.isEmpty() ? "none" : target);
    }

    private GroupId group(String field) {
        String text = value(field);
        int number = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : -1;
        if (number < 0 || number > GroupId.MAX) {
            errors.put(field, "A group is a number from 0 to " + GroupId.MAX + ".");
        }
        return new GroupId(Math.max(0, number));
    }

    private int replicationFactor() {
        String text = value("replicationFactor");
        int copies = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (copies < 1 || copies > IndexShape.MAX_REPLICATION_FACTOR) {
            errors.put(
                    "replicationFactor",
                    "The replication factor is a number from 1 to " + IndexShape.MAX_REPLICATION_FACTOR + ".");
        }
        return Math.max(1, copies);
    }

    private NewNode node(GroupId group) {
        String key = value("key");
        if (!key.isEmpty()) {
            AccessKey.problem(key).ifPresent(problem -> errors.put("key", "The key " + problem + "."));
        }
        NodeId id = id("id", value("id"));
        return new NewNode(id, address("address", value("address")), group, key.isEmpty() ? null : key);
    }

    private NodeId id(String field, String text) {
        if (NodeId.isWellFormed(text)) {
            return new NodeId(text);
        }
        errors.put(field, "A node's id is 1 to 64 letters, digits, dots, underlines or hyphens.");
        return new NodeId("none");
    }

    private URI address(String field, String text) {
        try {
            return NodeAddress.parse(text);
        } catch (IllegalArgumentException e) {
            errors.put(field, "An address is written like http://10.0.0.5:7700.");
            return URI.create("");
        }
    }

    private NewGroup newGroup() {
        GroupId group = group("group");
        List<NewNode> nodes = new ArrayList<>();
        value("nodes")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    String[] words = line.split("\\s+", -1);
                    if (words.length == 2) {
                        nodes.add(new NewNode(id("nodes", words[0]), address("nodes", words[1]), group, null));
                    } else {
                        errors.put("nodes", "Each line is a node's id and its address, with a space between.");
                    }
                });
        if (nodes.isEmpty()) {
            errors.putIfAbsent("nodes", "A group has at least one node.");
        }
        return new NewGroup(group, nodes);
    }
}
