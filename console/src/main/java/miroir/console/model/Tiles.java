package miroir.console.model;

import java.util.List;
import java.util.function.ToLongFunction;
import miroir.console.model.OverviewPage.Tile;
import miroir.core.topology.Health;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.IndexPicture.CopyCounts;
import miroir.engine.api.NodePicture;
import miroir.engine.api.TaskCounts;

/** The figures of the overview; the bar below a figure is as long as the figure says, and empty where it is 0. */
final class Tiles {
    private Tiles() {}

    static List<Tile> of(ClusterPicture cluster, TaskCounts open) {
        return List.of(nodes(cluster), copies(cluster), documents(cluster), tasks(open));
    }

    private static Tile nodes(ClusterPicture cluster) {
        List<NodePicture> nodes = cluster.nodes().stream()
                .filter(n -> n.status() != NodeStatus.REMOVED)
                .toList();
        long up = nodes.stream().filter(n -> n.health() == Health.UP).count();
        long down = nodes.stream().filter(n -> n.health() == Health.DOWN).count();
        long joining =
                nodes.stream().filter(n -> n.status() == NodeStatus.JOINING).count();
        String note = down > 0
                ? down + " down"
                : joining > 0
                        ? joining + " joining"
                        : up == nodes.size() ? "all answer" : (nodes.size() - up) + " not up yet";
        Bar bar = Bar.of(up + " up, " + down + " down", nodes.size(), new Bar.Part("bar-ok", up));
        return new Tile(
                "Nodes up", up + " / " + nodes.size(), nodes.isEmpty() ? "none yet" : note, bar, Links.ROOT + "/nodes");
    }

    private static Tile copies(ClusterPicture cluster) {
        long serving = sum(cluster, c -> c.serving());
        long building = sum(cluster, c -> c.syncing());
        long bad = sum(cluster, c -> c.unreachable() + c.stale() + c.missing());
        long all = serving + building + bad;
        String note = all == serving ? "every copy serves" : (all - serving) + " not serving";
        Bar bar = Bar.of(
                serving + " serving, " + building + " building, " + bad + " out", all, new Bar.Part("bar-ok", serving));
        return new Tile(
                "Copies serving",
                Words.count(serving) + " / " + Words.count(all),
                all == 0 ? "none yet" : note,
                bar,
                Links.ROOT + "/shards");
    }

    private static long sum(ClusterPicture cluster, ToLongFunction<CopyCounts> f) {
        return cluster.indexes().stream().map(IndexPicture::copies).mapToLong(f).sum();
    }

    private static Tile documents(ClusterPicture cluster) {
        DocumentCount count = DocumentCount.of(cluster);
        Bar bar = Bar.of(
                "the largest index holds " + Words.count(count.most()) + " of " + count.number(),
                count.known(),
                new Bar.Part("bar-plain", count.most()),
                new Bar.Part("bar-soft", count.known() - count.most()));
        return new Tile("Documents", count.number(), count.note(), bar, Links.ROOT + "/indexes");
    }

    private static Tile tasks(TaskCounts open) {
        long running = open.running();
        long waiting = open.waiting();
        Bar bar = Bar.of(
                running + " running, " + waiting + " waiting", running + waiting, new Bar.Part("bar-busy", running));
        String note = running + waiting == 0 ? "queue empty" : waiting + " waiting";
        return new Tile("Tasks running", Words.count(running), note, bar, Links.ROOT + "/tasks");
    }
}
