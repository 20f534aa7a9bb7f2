package miroir.engine.http;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import miroir.core.task.TaskStatus;
import miroir.core.topology.Health;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.TaskCounts;

/** The cluster in Prometheus' text format, version 0.0.4: gauges of one picture. */
final class Metrics {
    private final StringBuilder text = new StringBuilder();

    private Metrics() {}

    static String of(ClusterPicture cluster, TaskCounts tasks, long foreignHits) {
        Metrics metrics = new Metrics();
        metrics.cluster(cluster, tasks, foreignHits);
        metrics.nodes(cluster.nodes());
        metrics.indexes(cluster.indexes());
        return metrics.text.toString();
    }

    private void cluster(ClusterPicture cluster, TaskCounts tasks, long foreignHits) {
        head("miroir_cluster_status", "1 for the status the cluster is in.");
        for (ClusterStatus status : ClusterStatus.values()) {
            line("miroir_cluster_status", "status", word(status), cluster.status() == status ? 1 : 0);
        }
        head("miroir_topology_version", "The version of the topology.");
        text.append("miroir_topology_version ").append(cluster.version()).append('\n');
        head("miroir_tasks", "Tasks that have not ended.");
        line("miroir_tasks", "status", TaskStatus.ENQUEUED.wire(), tasks.waiting());
        line("miroir_tasks", "status", TaskStatus.PROCESSING.wire(), tasks.running());
        head(
                "miroir_foreign_hits",
                "Hits of shards that were not asked for since the start; anything but 0 is a fault.");
        text.append("miroir_foreign_hits ").append(foreignHits).append('\n');
    }

    private void nodes(List<NodePicture> nodes) {
        nodes(
                "miroir_node_up",
                "Whether the node answers and proved its identity.",
                nodes,
                n -> n.health() == Health.UP ? 1 : 0);
        nodes("miroir_node_copies", "Copies placed on the node.", nodes, NodePicture::copies);
        nodes("miroir_node_copies_serving", "Copies on the node that serve.", nodes, NodePicture::serving);
        nodes("miroir_node_documents", "Documents in the node's copies.", nodes, NodePicture::documents);
        nodes("miroir_node_bytes", "The node's database size, -1 while unknown.", nodes, NodePicture::bytes);
    }

    private void nodes(String name, String help, List<NodePicture> nodes, ToLongFunction<NodePicture> value) {
        head(name, help);
        nodes.forEach(node -> line(name, "node", node.id(), value.applyAsLong(node)));
    }

    private void indexes(List<IndexPicture> indexes) {
        head("miroir_index_documents", "Documents of the index, each counted once, -1 while unknown.");
        indexes.forEach(index -> line("miroir_index_documents", "index", index.uid(), index.documents()));
        head("miroir_index_copies", "Copies of the index by state.");
        for (IndexPicture index : indexes) {
            IndexPicture.CopyCounts copies = index.copies();
            copies(index, "serving", copies.serving());
            copies(index, "unreachable", copies.unreachable());
            copies(index, "syncing", copies.syncing());
            copies(index, "stale", copies.stale());
            copies(index, "missing", copies.missing());
        }
    }

    private void copies(IndexPicture index, String state, int count) {
        text.append("miroir_index_copies{index=\"")
                .append(index.uid())
                .append("\",state=\"")
                .append(state);
        text.append("\"} ").append(count).append('\n');
    }

    private void head(String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
    }

    private void line(String name, String label, String value, long number) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
        text.append(name)
                .append('{')
                .append(label)
                .append("=\"")
                .append(escaped)
                .append("\"} ");
        text.append(number).append('\n');
    }

    private static String word(ClusterStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
