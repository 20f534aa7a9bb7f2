package miroir.engine.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.store.StoredNode;

/** Does to Miroir and its nodes what happens to machines. */
final class Nemesis {
    /** What it may do. */
    enum Blow {
        KILL_MIROIR,
        CRASH,
        HANG,
        STICK,
        WIPE,
        ROLL_BACK
    }

    private final Random random;
    private final Simulation world;
    private final List<Blow> blows;
    /** Nodes whose data are gone, with the marker they had: until it is replaced, Miroir may not know yet. */
    private final Map<NodeId, String> deceiving = new HashMap<>();

    private int losses;

    Nemesis(Random random, Simulation world, List<Blow> blows) {
        this.random = random;
        this.world = world;
        this.blows = blows;
    }

    /** Whether a node lost data. */
    boolean lossy() {
        return losses > 0;
    }

    /** How often a node lost data. */
    int losses() {
        return losses;
    }

    /** Nodes that lost data without Miroir having noticed. */
    Set<NodeId> deceiving() {
        deceiving.entrySet().removeIf(e -> !e.getValue().equals(marker(e.getKey())));
        return new HashSet<>(deceiving.keySet());
    }

    private String marker(NodeId node) {
        StoredNode stored = world.latest().nodes().get(node);
        return stored == null ? "none" : String.valueOf(stored.marker());
    }

    /** Strikes once, somewhere. */
    void strike() {
        if (blows.isEmpty()) {
            return;
        }
        List<NodeId> ids = world.ids();
        NodeId id = ids.get(random.nextInt(ids.size()));
        SimNode node = world.nodes.node(id);
        Duration lasting = Duration.ofMillis(random.nextInt(random.nextBoolean() ? 500 : 12000));
        Blow blow = blows.get(random.nextInt(blows.size()));
        world.nodes.tally().add("blow " + blow);
        world.steps.trace(() -> blow + " " + id + " for " + lasting);
        switch (blow) {
            case KILL_MIROIR -> {
                if (random.nextBoolean()) {
                    world.killAt(random.nextInt(4) * random.nextInt(20));
                } else {
                    world.kill();
                }
                world.steps.run(Duration.ofMillis(random.nextInt(3000)));
                world.restart();
            }
            case CRASH -> {
                node.crash();
                world.steps.anyTimeAfter(lasting, node::restart);
            }
            case HANG -> {
                node.hang(true);
                world.steps.anyTimeAfter(lasting, () -> node.hang(false));
            }
            case STICK -> {
                node.stick(true);
                world.steps.anyTimeAfter(lasting, () -> node.stick(false));
            }
            case WIPE -> {
                if (isMember(id)) {
                    lose(id);
                    node.wipe();
                }
            }
            case ROLL_BACK -> rollBack(id);
        }
    }

    private boolean isMember(NodeId id) {
        return world.engine()
                .cluster()
                .latest()
                .topology()
                .node(id)
                .map(Node::wanted)
                .filter(wanted -> wanted != Lifecycle.REMOVED)
                .isPresent();
    }

    private void lose(NodeId id) {
        losses++;
        deceiving.put(id, marker(id));
    }

    /** To before the last probe: what was lost after it, no probe can miss. */
    private void rollBack(NodeId id) {
        StoredNode stored = world.latest().nodes().get(id);
        SimNode node = world.nodes.node(id);
        int most = stored == null ? 0 : (int) Math.min(stored.taskUid(), node.age());
        if (most > 0 && isMember(id)) {
            lose(id);
            node.rollBack(random.nextInt(most));
        }
    }

    /** Everything works again from here on. */
    void heal() {
        world.steps.trace(() -> "all heals");
        world.restart();
        world.nodes.all().values().forEach(node -> {
            node.stick(false);
            node.restart();
        });
    }
}
