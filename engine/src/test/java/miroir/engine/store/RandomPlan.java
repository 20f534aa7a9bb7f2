package miroir.engine.store;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import org.jspecify.annotations.Nullable;

/** Plans with every field drawn, sensible or not, absent parts included. */
public final class RandomPlan {
    /** What every node key in a drawn plan begins with. */
    public static final String SECRET = "secret-";

    private final Random random;

    private RandomPlan(Random random) {
        this.random = random;
    }

    /** The plan of that seed. */
    public static Plan of(long seed) {
        return new RandomPlan(new Random(seed)).plan();
    }

    private Plan plan() {
        return new Plan(
                random.nextLong(),
                wish(),
                some(() -> new Plan.Refusal(text(), text(), text())),
                some(this::move),
                some(() -> new Plan.Drop(index(), text(), number(), node(), number(), one(CopyState.values()), text())),
                new Plan.Totals(number(), random.nextLong(), random.nextLong(), number(), random.nextDouble()),
                new Plan.Eta(random.nextLong(), random.nextLong(), text()),
                new Plan.Balance(spread(), spread(), some(this::load)),
                new Plan.Survivors(number(), number(), number()),
                some(() -> new Plan.Breach(one(Plan.Moment.values()), text(), text(), text())),
                peaks(),
                new Topology(random.nextLong(), 1 + number(), some(this::topologyGroup)));
    }

    private TopologyWish wish() {
        return new TopologyWish(
                some(this::newNode),
                some(this::node),
                some(this::node),
                some(() -> new TopologyWish.Replacement(node(), newNode())),
                some(() -> new TopologyWish.NewGroup(group(), some(this::newNode))),
                some(this::group),
                maybe(number()),
                some(this::node),
                some(this::group));
    }

    private TopologyWish.NewNode newNode() {
        return new TopologyWish.NewNode(node(), address(), group(), maybe(SECRET + text()));
    }

    private Plan.Move move() {
        return new Plan.Move(
                index(),
                text(),
                number(),
                group(),
                maybe(node()),
                node(),
                number(),
                random.nextLong(),
                random.nextLong(),
                text());
    }

    private Plan.NodeLoad load() {
        return new Plan.NodeLoad(
                node(),
                group(),
                number(),
                number(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong());
    }

    private Plan.Spread spread() {
        return new Plan.Spread(number(), number(), random.nextDouble(), random.nextDouble());
    }

    private SortedMap<NodeId, Long> peaks() {
        SortedMap<NodeId, Long> peaks = new TreeMap<>();
        some(this::node).forEach(node -> peaks.put(node, random.nextLong()));
        return peaks;
    }

    private Group topologyGroup() {
        return new Group(group(), some(() -> new Node(node(), group(), address(), one(Lifecycle.values()))));
    }

    private URI address() {
        return URI.create("http://10.0.0." + number() + ":7700");
    }

    private NodeId node() {
        return new NodeId("node-" + number());
    }

    private GroupId group() {
        return new GroupId(number());
    }

    private IndexId index() {
        return new IndexId(random.nextInt(1 << 30));
    }

    private int number() {
        return random.nextInt(200);
    }

    private String text() {
        return List.of("", "é𝄞漢", "\"quoted\"", "a\nb", "12").get(random.nextInt(5));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }

    private <T> List<T> some(Supplier<T> supplier) {
        List<T> drawn = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            drawn.add(supplier.get());
        }
        return drawn;
    }
}
