package miroir.core.topology;

import java.util.Comparator;
import java.util.List;

/** A replica group: nodes, sorted by id, that together hold every shard. */
public record Group(GroupId id, List<Node> nodes) {
    public Group {
        nodes = nodes.stream().sorted(Comparator.comparing(Node::id)).toList();
    }
}
