package miroir.core.placement;

import java.util.Comparator;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;

/** The Meilisearch index on one node that holds that node's copies of one rank of one of Miroir's indexes. */
public record Volume(NodeId node, IndexId index, int rank) implements Comparable<Volume> {
    private static final Comparator<Volume> ORDER =
            Comparator.comparing(Volume::node).thenComparing(Volume::index).thenComparingInt(Volume::rank);

    @Override
    public int compareTo(Volume other) {
        return ORDER.compare(this, other);
    }
}
