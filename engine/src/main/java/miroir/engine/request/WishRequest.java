package miroir.engine.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import miroir.core.placement.IndexShape;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /_miroir/plans}. An empty object wishes for nothing new. No error repeats what may hold a
 * node's key.
 */
public final class WishRequest {
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final List<String> NAMES = List.of(
            "addNodes",
            "drainNodes",
            "removeNodes",
            "replaceNodes",
            "addGroups",
            "removeGroups",
            "replicationFactor",
            "failNodes",
            "failGroups");

    private List<TopologyWish.NewNode> addNodes = List.of();
    private List<NodeId> drainNodes = List.of();
    private List<NodeId> removeNodes = List.of();
    private List<TopologyWish.Replacement> replaceNodes = List.of();
    private List<TopologyWish.NewGroup> addGroups = List.of();
    private List<GroupId> removeGroups = List.of();
    private @Nullable Integer replicationFactor;
    private List<NodeId> failNodes = List.of();
    private List<GroupId> failGroups = List.of();

    private WishRequest() {}

    /** The wish; throws what is wrong with the body. */
    public static TopologyWish parse(byte[] body) {
        BodyValue value = BodyValue.parse(body, ErrorCode.BAD_REQUEST);
        refuseRepeatedNames(body);
        WishRequest draft = new WishRequest();
        members(value, NAMES, draft::read);
        return new TopologyWish(
                draft.addNodes,
                draft.drainNodes,
                draft.removeNodes,
                draft.replaceNodes,
                draft.addGroups,
                draft.removeGroups,
                draft.replicationFactor,
                draft.failNodes,
                draft.failGroups);
    }

    private static void refuseRepeatedNames(byte[] body) {
        try (JsonParser parser = STRICT.createParser(body)) {
            while (parser.nextToken() != null) {
                // the parser itself tells
            }
        } catch (StreamReadException e) {
            throw new ApiException(ErrorCode.BAD_REQUEST, e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(String name, BodyValue value) {
        switch (name) {
            case "addNodes" -> addNodes = list(value, WishRequest::newNode, TopologyWish.NewNode::id);
            case "drainNodes" -> drainNodes = nodes(value);
            case "removeNodes" -> removeNodes = nodes(value);
            case "replaceNodes" -> replaceNodes = list(value, WishRequest::replacement, TopologyWish.Replacement::from);
            case "addGroups" -> addGroups = list(value, WishRequest::newGroup, TopologyWish.NewGroup::group);
            case "removeGroups" -> removeGroups = groups(value);
            case "replicationFactor" -> replicationFactor = replicationFactor(value);
            case "failNodes" -> failNodes = nodes(value);
            default -> failGroups = groups(value);
        }
    }

    private static List<NodeId> nodes(BodyValue value) {
        return list(value, WishRequest::nodeId, id -> id);
    }

    private static List<GroupId> groups(BodyValue value) {
        return list(value, WishRequest::group, id -> id);
    }

    private static GroupId group(BodyValue value) {
        return new GroupId(value.countUpTo(GroupId.MAX));
    }

    private static @Nullable Integer replicationFactor(BodyValue value) {
        if (value.isNull()) {
            return null;
        }
        int copies = value.countUpTo(IndexShape.MAX_REPLICATION_FACTOR);
        if (copies == 0) {
            throw value.unexpected("must be at least 1");
        }
        return copies;
    }

    private static NodeId nodeId(BodyValue value) {
        String id = value.text();
        if (!NodeId.isWellFormed(id)) {
            throw value.unexpected("must be " + NodeId.FORM);
        }
        return new NodeId(id);
    }

    private static TopologyWish.NewNode newNode(BodyValue value) {
        return newNode(value, null);
    }

    /** A node to add; its group must be given unless it follows from where the node stands. */
    private static TopologyWish.NewNode newNode(BodyValue value, @Nullable GroupId implied) {
        NodeId[] id = new NodeId[1];
        URI[] address = new URI[1];
        @Nullable GroupId[] group = {implied};
        @Nullable String[] key = new String[1];
        members(value, List.of("id", "address", "group", "key"), (name, member) -> {
            switch (name) {
                case "id" -> id[0] = nodeId(member);
                case "address" -> address[0] = NodeMembers.address(member);
                case "group" -> group[0] = group(member);
                default -> key[0] = member.isNull() ? null : NodeMembers.key(member);
            }
        });
        return new TopologyWish.NewNode(
                present(id[0], value, "id"),
                present(address[0], value, "address"),
                present(group[0], value, "group"),
                key[0]);
    }

    private static TopologyWish.Replacement replacement(BodyValue value) {
        NodeId[] from = new NodeId[1];
        TopologyWish.NewNode[] to = new TopologyWish.NewNode[1];
        members(value, List.of("from", "to"), (name, member) -> {
            if (name.equals("from")) {
                from[0] = nodeId(member);
            } else {
                to[0] = newNode(member, new GroupId(0));
            }
        });
        return new TopologyWish.Replacement(present(from[0], value, "from"), present(to[0], value, "to"));
    }

    private static TopologyWish.NewGroup newGroup(BodyValue value) {
        GroupId[] group = new GroupId[1];
        BodyValue[] nodes = new BodyValue[1];
        members(value, List.of("group", "nodes"), (name, member) -> {
            if (name.equals("group")) {
                group[0] = group(member);
            } else {
                nodes[0] = member;
            }
        });
        GroupId number = present(group[0], value, "group");
        BodyValue members = present(nodes[0], value, "nodes");
        return new TopologyWish.NewGroup(
                number, list(members, member -> memberOf(number, member), TopologyWish.NewNode::id));
    }

    private static TopologyWish.NewNode memberOf(GroupId group, BodyValue value) {
        TopologyWish.NewNode node = newNode(value, group);
        if (!node.group().equals(group)) {
            throw value.unexpected("its group must be " + group + " or left out");
        }
        return node;
    }

    /** The elements, of which no two may have the same name. */
    private static <T> List<T> list(BodyValue value, Function<BodyValue, T> reader, Function<T, Object> named) {
        if (!value.node().isArray()) {
            throw value.unexpected("must be an array");
        }
        List<T> all = new ArrayList<>();
        Set<Object> names = new HashSet<>();
        for (BodyValue item : value.items()) {
            T read = reader.apply(item);
            if (!names.add(named.apply(read))) {
                throw item.unexpected("`" + named.apply(read) + "` is named twice");
            }
            all.add(read);
        }
        return List.copyOf(all);
    }

    private static void members(BodyValue value, List<String> names, BiConsumer<String, BodyValue> reader) {
        if (!value.node().isObject()) {
            throw value.unexpected("must be an object");
        }
        value.members(names, reader);
    }

    private static <T> T present(@Nullable T member, BodyValue parent, String name) {
        if (member == null) {
            throw parent.missingField(name);
        }
        return member;
    }
}
