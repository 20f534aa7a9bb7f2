package miroir.engine.sim;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanPicture;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Unattended;

/** An operator of a random history: wishes for other topologies, steers operations, verifies and repairs. */
final class Admin {
    private static final Operator.Actor TEST = new Operator.Actor("test", "");

    private final Random random;
    private final Simulation world;
    private final Map<Operator.Decision.Kind, Integer> decisions = new EnumMap<>(Operator.Decision.Kind.class);
    private int madeNodes;
    private int madeGroups = 10;

    Admin(Random random, Simulation world) {
        this.random = random;
        this.world = world;
    }

    /** What was answered so far. */
    String summary() {
        return decisions.toString();
    }

    /** Counts what was answered. */
    void count(Tally tally) {
        decisions.forEach((kind, count) -> tally.add("decision " + kind, count));
    }

    /** Does one thing, without waiting for the answer. */
    void act() {
        int kind = random.nextInt(12);
        if (kind < 7) {
            apply(wish());
        } else if (kind < 10) {
            steer();
        } else {
            verify(kind == 10);
        }
    }

    private Operator operator() {
        return world.engine().operator();
    }

    private void apply(TopologyWish wish) {
        Operator operator = operator();
        boolean looksOnly = random.nextInt(8) == 0;
        int thinks = random.nextInt(1500);
        CompletableFuture<PlanPicture> plan = operator.plan(wish);
        Unattended.run(
                plan.thenAccept(picture -> {
                    if (!looksOnly && picture.plan().refusals().isEmpty()) {
                        world.steps.anyTimeAfter(
                                java.time.Duration.ofMillis(thinks),
                                () -> answered(operator.apply(picture.planId(), TEST)));
                    }
                }),
                "a plan");
    }

    private void answered(CompletableFuture<Operator.Decision> answer) {
        Unattended.run(answer.thenAccept(d -> decisions.merge(d.kind(), 1, Integer::sum)), "an order");
    }

    private List<Node> members() {
        return world.engine().cluster().current().cluster().topology().nodes().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .toList();
    }

    private Node member() {
        List<Node> members = members();
        return members.get(random.nextInt(members.size()));
    }

    /** A node that is new, or one that was removed and comes again under its name. */
    private TopologyWish.NewNode fresh(GroupId group) {
        List<NodeId> removed = world.engine().cluster().current().cluster().topology().nodes().stream()
                .filter(node -> node.wanted() == Lifecycle.REMOVED)
                .map(Node::id)
                .toList();
        NodeId id = !removed.isEmpty() && random.nextInt(3) == 0
                ? removed.get(random.nextInt(removed.size()))
                : new NodeId("new-" + madeNodes++);
        if (!world.nodes.all().containsKey(id)) {
            world.nodes.add(id);
        }
        return new TopologyWish.NewNode(id, URI.create("http://" + id), group, null);
    }

    private TopologyWish wish() {
        Node node = member();
        List<TopologyWish.NewNode> add = new ArrayList<>();
        List<NodeId> drain = new ArrayList<>();
        List<NodeId> remove = new ArrayList<>();
        List<TopologyWish.Replacement> replace = new ArrayList<>();
        List<TopologyWish.NewGroup> groups = new ArrayList<>();
        List<GroupId> without = new ArrayList<>();
        List<NodeId> fail = new ArrayList<>();
        Integer rf = null;
        switch (random.nextInt(13)) {
            case 0, 1 -> add.add(fresh(node.group()));
            case 2, 3 -> drain.add(node.id());
            case 4, 5 -> remove.add(node.id());
            case 6 -> replace.add(new TopologyWish.Replacement(node.id(), fresh(node.group())));
            case 7, 8 -> rf = 1 + random.nextInt(3);
            case 9 -> {
                GroupId group = new GroupId(madeGroups++);
                groups.add(new TopologyWish.NewGroup(group, List.of(fresh(group), fresh(group))));
            }
            case 10 -> without.add(node.group());
            case 11 -> fail.add(node.id());
            default -> {
                add.add(fresh(node.group()));
                rf = 1 + random.nextInt(2);
            }
        }
        return new TopologyWish(add, drain, remove, replace, groups, without, rf, fail, List.of());
    }

    private void steer() {
        Operator operator = operator();
        withOpen(operator, open -> {
            if (!open.isEmpty()) {
                steer(operator, open.get(random.nextInt(open.size())).operationId());
            }
        });
    }

    private void steer(Operator operator, String id) {
        switch (random.nextInt(5)) {
            case 0 -> answered(operator.pause(id, TEST));
            case 1 -> answered(operator.resume(id, TEST));
            case 2 -> answered(operator.cancel(id, TEST));
            case 3 -> answered(operator.retry(id, TEST));
            default ->
                answered(operator.throttle(
                        id, new Operator.Throttle(100 + random.nextInt(5000), 1 + random.nextInt(4)), TEST));
        }
    }

    private static void withOpen(Operator operator, Consumer<List<OperationPicture>> act) {
        Unattended.run(
                operator.operations()
                        .thenAccept(all -> act.accept(
                                all.stream().filter(o -> o.finishedAt() == null).toList())),
                "a look at the operations");
    }

    private void verify(boolean repair) {
        List<IndexEntry> indexes = List.copyOf(
                world.engine().cluster().current().cluster().indexes().values());
        if (!indexes.isEmpty()) {
            IndexEntry entry = indexes.get(random.nextInt(indexes.size()));
            answered(operator().verify(entry.stored().uid(), repair, TEST));
        }
    }

    /** Lets everything that is under way go on, as fast as it can. */
    void heal() {
        Operator operator = operator();
        withOpen(
                operator,
                open -> open.forEach(operation -> {
                    answered(operator.resume(operation.operationId(), TEST));
                    answered(operator.throttle(operation.operationId(), new Operator.Throttle(0, 4), TEST));
                }));
    }
}
