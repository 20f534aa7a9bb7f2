package miroir.app.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeAddress;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Reads the list of nodes and refuses what could not be told apart later. */
final class NodesReader {
    private static final List<String> KEYS = List.of("id", "address", "group", "key");

    private final ConfigFile file;
    private final Problems problems;
    private final List<ConfiguredNode> nodes = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<URI, String> addresses = new HashMap<>();

    NodesReader(ConfigFile file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The nodes without fault; each fault of the others is noted. */
    List<ConfiguredNode> read() {
        Yaml value = file.node(Key.NODES);
        if (value instanceof Yaml.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                readOne(sequence.items().get(i), Key.NODES + "[" + i + "]");
            }
        } else if (value != null
                && !(value instanceof Yaml.Scalar scalar && scalar.text().isEmpty())) {
            problems.add(file.where(value), Key.NODES, "must be a list of nodes");
        }
        return nodes;
    }

    private void readOne(Yaml value, String name) {
        if (!(value instanceof Yaml.Mapping mapping)) {
            problems.add(file.where(value), name, "must have an id and an address");
            return;
        }
        String prefix = name + ".";
        file.checkKeys(mapping, prefix, KEYS);
        String id = id(mapping, prefix);
        URI address = address(mapping, prefix);
        Setting group = file.scalar(mapping, prefix, "group");
        int number = group == null ? 0 : Range.GROUP.read(group, problems, 0);
        Setting key = file.given(mapping, prefix, "key");
        String own = key == null ? null : Settings.secret(key, problems);
        if (id != null && address != null) {
            nodes.add(new ConfiguredNode(new NodeId(id), address, new GroupId(number), own));
        }
    }

    private @Nullable String id(Yaml.Mapping mapping, String prefix) {
        Setting setting = required(mapping, prefix, "id");
        if (setting == null) {
            return null;
        }
        if (!NodeId.isWellFormed(setting.text())) {
            String problem = "must be " + NodeId.FORM + ", not " + setting.quoted();
            problems.add(setting.where(), setting.key(), problem);
            return null;
        }
        return unique(ids, setting.text(), setting) ? setting.text() : null;
    }

    private @Nullable URI address(Yaml.Mapping mapping, String prefix) {
        Setting setting = required(mapping, prefix, "address");
        if (setting == null) {
            return null;
        }
        try {
            URI address = NodeAddress.parse(setting.text());
            return unique(addresses, address, setting) ? address : null;
        } catch (IllegalArgumentException e) {
            problems.add(setting.where(), setting.key(), e.getMessage() + ", not " + setting.quoted());
            return null;
        }
    }

    private @Nullable Setting required(Yaml.Mapping mapping, String prefix, String key) {
        Setting setting = file.scalar(mapping, prefix, key);
        if (setting == null && !problems.concern(prefix + key)) {
            problems.add(file.where(mapping), prefix + key, "is missing");
        }
        return setting;
    }

    private <T> boolean unique(Map<T, String> seen, T value, Setting setting) {
        String first = seen.putIfAbsent(value, setting.where());
        if (first != null) {
            problems.add(setting.where(), setting.key(), value + " is already taken by " + first);
        }
        return first == null;
    }
}
