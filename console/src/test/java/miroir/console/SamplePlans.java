package miroir.console;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Balance;
import miroir.core.plan.Plan.Breach;
import miroir.core.plan.Plan.Drop;
import miroir.core.plan.Plan.Eta;
import miroir.core.plan.Plan.Moment;
import miroir.core.plan.Plan.Move;
import miroir.core.plan.Plan.NodeLoad;
import miroir.core.plan.Plan.Refusal;
import miroir.core.plan.Plan.Spread;
import miroir.core.plan.Plan.Survivors;
import miroir.core.plan.Plan.Totals;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/** Believable plans over a picture: what leaves a node goes to the next one that lacks it, a new node takes a share. */
final class SamplePlans {
    private static final long BYTES_PER_DOCUMENT = 1460;

    private final ClusterPicture cluster;
    private final TopologyWish wish;
    private final Set<String> leaving = new HashSet<>();
    private final List<String> arriving = new ArrayList<>();
    private final List<String> takers = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Drop> drops = new ArrayList<>();

    private SamplePlans(ClusterPicture cluster, TopologyWish wish) {
        this.cluster = cluster;
        this.wish = wish;
        wish.drainNodes().forEach(n -> leaving.add(n.value()));
        wish.removeNodes().forEach(n -> leaving.add(n.value()));
        wish.failNodes().forEach(n -> leaving.add(n.value()));
        wish.replaceNodes().forEach(r -> leaving.add(r.from().value()));
        wish.addNodes().forEach(n -> arriving.add(n.id().value()));
        wish.replaceNodes().forEach(r -> arriving.add(r.to().id().value()));
        cluster.nodes().stream()
                .map(NodePicture::id)
                .filter(n -> !leaving.contains(n))
                .forEach(takers::add);
        if (!wish.replaceNodes().isEmpty()) {
            takers.clear();
            takers.addAll(arriving);
        }
    }

    static Plan of(ClusterPicture cluster, TopologyWish wish) {
        return new SamplePlans(cluster, wish).plan();
    }

    /** A plan that is refused for that reason. */
    static Plan refused(ClusterPicture cluster, TopologyWish wish, Refusal refusal) {
        Plan p = of(cluster, wish);
        return new Plan(
                p.topologyVersion(),
                wish,
                List.of(refusal),
                List.of(),
                List.of(),
                new Totals(0, 0, 0, 0, 1),
                new Eta(0, 0, "nothing moves"),
                p.balance(),
                new Survivors(1, 0, 0),
                List.of(new Breach(Moment.AFTER, "last_copy", "movies", "4 shards of movies lose their last copy.")),
                new TreeMap<>(),
                p.target());
    }

    private Plan plan() {
        int turn = 0;
        for (IndexPicture index : cluster.indexes()) {
            for (ShardPicture shard : index.shardPictures()) {
                for (CopyPicture copy : shard.copies()) {
                    boolean share = !arriving.isEmpty() && wish.replaceNodes().isEmpty() && ++turn % 5 == 0;
                    if (leaving.contains(copy.node())) {
                        leave(index, shard, copy, turn++);
                    } else if (share) {
                        move(index, shard, copy, arriving.get(0), "evens the load");
                    }
                }
            }
        }
        long documents = moves.stream().mapToLong(Move::documents).sum();
        int least = Math.max(1, moves.size() - 1);
        SortedMap<NodeId, Long> peak = new TreeMap<>();
        moves.forEach(m -> peak.merge(m.to(), m.bytes(), Long::sum));
        return new Plan(
                cluster.version(),
                wish,
                List.of(),
                moves,
                drops,
                new Totals(moves.size(), documents, documents * BYTES_PER_DOCUMENT, least, moves.size() * 1.0 / least),
                new Eta(documents / 3, documents / 2, "the last 3 operations, median 2,400 documents a second"),
                balance(),
                wish.whatIf() ? new Survivors(2, 1, 2) : new Survivors(2, 2, 2),
                wish.whatIf()
                        ? List.of(
                                new Breach(Moment.DURING, "few_copies", "movies", "32 shards of movies have one copy."))
                        : List.of(),
                peak,
                target());
    }

    private void leave(IndexPicture index, ShardPicture shard, CopyPicture copy, int turn) {
        for (int i = 0; i < takers.size(); i++) {
            String to = takers.get((turn + i) % takers.size());
            if (shard.copies().stream().noneMatch(c -> c.node().equals(to))) {
                move(index, shard, copy, to, copy.node() + " gives its copies away");
                return;
            }
        }
        drops.add(new Drop(
                new IndexId(1),
                index.uid(),
                shard.shard(),
                new NodeId(copy.node()),
                copy.rank(),
                copy.state(),
                "no room"));
    }

    private void move(IndexPicture index, ShardPicture shard, CopyPicture copy, String to, String reason) {
        moves.add(new Move(
                new IndexId(1),
                index.uid(),
                shard.shard(),
                new GroupId(0),
                wish.whatIf() ? null : new NodeId(copy.node()),
                new NodeId(to),
                copy.rank(),
                shard.documents(),
                shard.documents() * BYTES_PER_DOCUMENT,
                reason));
    }

    private Balance balance() {
        List<NodeLoad> loads = new ArrayList<>();
        for (NodePicture node : cluster.nodes()) {
            int gone = (int) moves.stream()
                    .filter(m -> m.from() != null && m.from().value().equals(node.id()))
                    .count();
            loads.add(load(node.id(), node.copies(), node.copies() - gone, node.documents()));
        }
        arriving.forEach(id -> loads.add(load(id, 0, 0, 0)));
        int[] before = loads.stream()
                .mapToInt(NodeLoad::copiesBefore)
                .filter(n -> n > 0)
                .toArray();
        int[] after = loads.stream()
                .mapToInt(NodeLoad::copiesAfter)
                .filter(n -> n > 0)
                .toArray();
        return new Balance(spread(before), spread(after), loads);
    }

    private NodeLoad load(String id, int before, int left, long documents) {
        List<Move> in = moves.stream().filter(m -> m.to().value().equals(id)).toList();
        long out = moves.stream()
                .filter(m -> m.from() != null && m.from().value().equals(id))
                .mapToLong(Move::documents)
                .sum();
        long after = documents - out + in.stream().mapToLong(Move::documents).sum();
        return new NodeLoad(
                new NodeId(id),
                new GroupId(0),
                before,
                left + in.size(),
                documents,
                after,
                documents * BYTES_PER_DOCUMENT,
                after * BYTES_PER_DOCUMENT);
    }

    private static Spread spread(int[] copies) {
        double mean = Arrays.stream(copies).average().orElse(0);
        int most = Arrays.stream(copies).max().orElse(0);
        return new Spread(Arrays.stream(copies).min().orElse(0), most, mean, mean == 0 ? 1 : most / mean);
    }

    private Topology target() {
        List<Node> nodes = new ArrayList<>();
        takers.forEach(id -> nodes.add(node(id)));
        arriving.stream().filter(id -> !takers.contains(id)).forEach(id -> nodes.add(node(id)));
        return new Topology(cluster.version() + 1, 2, List.of(new Group(new GroupId(0), nodes)));
    }

    private static Node node(String id) {
        return new Node(new NodeId(id), new GroupId(0), URI.create("http://x"), Lifecycle.ACTIVE);
    }
}
