package miroir.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import miroir.core.topology.NodeAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** One change of the topology on the command line: its arguments, and the body of the request for its plan. */
interface Wish {
    /** What {@code POST /_miroir/plans} is sent. */
    ObjectNode body();

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode put(ObjectNode node, String id, String address, NodeKey key) {
        node.put("id", id).put("address", address);
        if (key.value != null) {
            node.put("key", key.value);
        }
        return node;
    }

    private static ObjectNode named(String list, String id) {
        ObjectNode body = object();
        body.putArray(list).add(id);
        return body;
    }

    private static ObjectNode numbered(String list, int group) {
        ObjectNode body = object();
        body.putArray(list).add(group);
        return body;
    }

    /** The key of new nodes. */
    final class NodeKey {
        @Option(names = "--node-key", paramLabel = "KEY", description = "The node's own key (default: the nodeKey).")
        private @Nullable String value;
    }

    /** {@code node add}. */
    final class AddNode implements Wish {
        @Parameters(index = "0", paramLabel = "ID", description = "The name it gets.")
        private String id = "";

        @Parameters(index = "1", paramLabel = "ADDRESS", description = "Such as http://10.0.0.4:7700.")
        private String address = "";

        @Option(names = "--group", paramLabel = "N", defaultValue = "0", description = "Its group (default: 0).")
        private int group;

        @Mixin
        private final NodeKey key = new NodeKey();

        @Override
        public ObjectNode body() {
            ObjectNode body = object();
            put(body.putArray("addNodes").addObject(), id, address, key).put("group", group);
            return body;
        }
    }

    /** {@code node replace}. */
    final class ReplaceNode implements Wish {
        @Parameters(index = "0", paramLabel = "OLD", description = "The node that goes.")
        private String from = "";

        @Parameters(index = "1", paramLabel = "NEW", description = "The name of the node that takes over.")
        private String to = "";

        @Parameters(index = "2", paramLabel = "ADDRESS", description = "Of the new node.")
        private String address = "";

        @Mixin
        private final NodeKey key = new NodeKey();

        @Override
        public ObjectNode body() {
            ObjectNode body = object();
            ObjectNode replacement = body.putArray("replaceNodes").addObject().put("from", from);
            put(replacement.putObject("to"), to, address, key);
            return body;
        }
    }

    /** What names one node: {@code node drain}, {@code node remove}, {@code plan fail-node}. */
    final class OneNode implements Wish {
        private final String list;

        @Parameters(paramLabel = "ID", description = "The node.")
        private String id = "";

        OneNode(String list) {
            this.list = list;
        }

        @Override
        public ObjectNode body() {
            return named(list, id);
        }
    }

    /** What names one group: {@code group remove}, {@code plan fail-group}. */
    final class OneGroup implements Wish {
        private final String list;

        @Parameters(paramLabel = "N", description = "The group's number.")
        private int group;

        OneGroup(String list) {
            this.list = list;
        }

        @Override
        public ObjectNode body() {
            return numbered(list, group);
        }
    }

    /** A node of a new group. All that are typed are sent, so that one that is named twice is refused. */
    record Member(String id, String address) {
        /** Reads {@code ID=ADDRESS}. */
        static final class Reader implements ITypeConverter<Member> {
            @Override
            public Member convert(String text) {
                int equals = text.indexOf('=');
                if (equals < 0) {
                    throw new TypeConversionException("`" + NodeAddress.masked(text) + "` is not ID=ADDRESS");
                }
                return new Member(text.substring(0, equals), text.substring(equals + 1));
            }
        }
    }

    /** {@code group add}. */
    final class AddGroup implements Wish {
        @Parameters(index = "0", paramLabel = "N", description = "The number it gets.")
        private int group;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "ID=ADDRESS",
                description = "Its nodes.",
                converter = Member.Reader.class)
        private List<Member> nodes = List.of();

        @Mixin
        private final NodeKey key = new NodeKey();

        @Override
        public ObjectNode body() {
            ObjectNode body = object();
            ObjectNode added = body.putArray("addGroups").addObject().put("group", group);
            ArrayNode members = added.putArray("nodes");
            nodes.forEach(node -> put(members.addObject(), node.id, node.address, key));
            return body;
        }
    }

    /** {@code rf}. */
    final class Copies implements Wish {
        @Parameters(paramLabel = "N", description = "Copies of a shard in each group.")
        private int copies;

        @Override
        public ObjectNode body() {
            return object().put("replicationFactor", copies);
        }
    }

    /** {@code plan rebalance}: nothing new, only what is there brought to where it should be. */
    @Command
    final class Rebalance implements Wish {
        @Override
        public ObjectNode body() {
            return object();
        }
    }
}
