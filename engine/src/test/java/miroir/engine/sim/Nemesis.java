package miroir.engine.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredVolume;
import org.jspecify.annotations.Nullable;

/** Does to Miroir and its nodes what happens to machines. */
final class Nemesis {
    /** The stop word of settings somebody meddled with. */
    static final String MEDDLED = "meddled";

    /** What it may do. */
    enum Blow {
        KILL_MIROIR,
        /** Miroir's own: it must end, and find all it promised when it is started where there is room. */
        FILL_DISK,
        CRASH,
        HANG,
        STICK,
        WIPE,
        ROLL_BACK,
        /** Old answers come instead of a node's own. */
        CACHE,
        /** The addresses of two nodes lead to each other. */
        SWAP,
        /** A clock is set. */
        CLOCK,
        HAND_DOCUMENTS,
        HAND_SETTINGS,
        HAND_INDEXES,
        /** Somebody changes the settings of a volume, past Miroir. */
        MEDDLE;

        /** Whether others must keep the truth meanwhile. */
        boolean spoils() {
            return this == HAND_DOCUMENTS || this == HAND_SETTINGS || this == HAND_INDEXES;
        }
    }

    private final Random random;
    private final Simulation world;
    private final List<Blow> blows;
    /** Nodes whose data are gone, with the marker they had: until it is replaced, Miroir may not know yet. */
    private final Map<NodeId, String> deceiving = new HashMap<>();

    private final Hands hands;
    /** The only node that is struck; null: any is. */
    private @Nullable NodeId only;

    private int losses;

    Nemesis(Random random, Simulation world, List<Blow> blows) {
        this.random = random;
        this.world = world;
        this.blows = new ArrayList<>(blows);
        this.hands = new Hands(random, world);
    }

    /** From now on only that node is struck, and may be changed by hand. */
    void confine(NodeId node) {
        only = node;
        blows.remove(Blow.SWAP);
        for (Blow blow : Blow.values()) {
            if (blow.spoils() && random.nextBoolean()) {
                blows.add(blow);
            }
        }
    }

    /** Whether a node lost data. */
    boolean lossy() {
        return losses > 0;
    }

    /** How often a node lost data, or some were spoiled. */
    int losses() {
        return losses + world.spares.count();
    }

    /** Nodes that lost data, or whose data were spoiled, without Miroir having noticed. */
    Set<NodeId> deceiving() {
        deceiving.entrySet().removeIf(e -> !e.getValue().equals(marker(e.getKey())));
        Set<NodeId> all = new HashSet<>(deceiving.keySet());
        all.addAll(world.spares.spoiled());
        return all;
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
        NodeId id = only == null ? ids.get(random.nextInt(ids.size())) : only;
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
            case FILL_DISK -> {
                world.fillDisk(random.nextInt(4) * random.nextInt(4));
                world.steps.run(Duration.ofMillis(random.nextInt(3000)));
                world.requireEnd();
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
                if (mayLose(id)) {
                    lose(id);
                    node.wipe();
                }
            }
            case ROLL_BACK -> rollBack(id);
            case CACHE -> {
                world.nodes.detours().cache(id);
                world.steps.anyTimeAfter(lasting, () -> world.nodes.detours().direct(id));
            }
            case SWAP -> {
                NodeId other = ids.get(random.nextInt(ids.size()));
                if (isProven(id) && isProven(other)) {
                    world.nodes.detours().swap(id, other);
                    world.steps.anyTimeAfter(lasting, world.nodes.detours()::straight);
                }
            }
            case CLOCK -> setClock(node);
            case HAND_DOCUMENTS -> hands.documents(id);
            case HAND_SETTINGS -> hands.settings(id);
            case HAND_INDEXES -> hands.indexes(id);
            case MEDDLE -> meddle(id, node);
        }
    }

    /** Miroir's or a node's, by minutes or hours. */
    private void setClock(SimNode node) {
        Duration by = Duration.ofMinutes(1 + random.nextInt(random.nextBoolean() ? 10 : 300));
        Duration signed = random.nextBoolean() ? by : by.negated();
        world.steps.trace(() -> "a clock is set by " + signed);
        if (random.nextBoolean()) {
            world.clock.set(signed);
        } else {
            node.setClock(signed);
        }
    }

    private void meddle(NodeId id, SimNode node) {
        List<String> there = world.latest().indexes().values().stream()
                .flatMap(entry -> entry.volumes().known().values().stream())
                .filter(volume -> volume.node().equals(id))
                .map(StoredVolume::name)
                .filter(name -> node.read("/indexes/" + name).has("uid"))
                .sorted()
                .toList();
        if (node.reachable() && !there.isEmpty()) {
            String path = "/indexes/" + there.get(random.nextInt(there.size())) + "/settings";
            node.byHand("PATCH", path, "{\"stopWords\":[\"" + MEDDLED + "\"]}");
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

    /** What is lost while addresses are swapped belongs to another node for ever, as if the machines had been swapped. */
    private boolean mayLose(NodeId id) {
        return isMember(id) && !world.nodes.detours().isMisled(id);
    }

    /** Whether Miroir can tell the node from another one. */
    private boolean isProven(NodeId id) {
        return isMember(id)
                && !deceiving().contains(id)
                && world.engine().cluster().current().node(id).observed() == Health.UP;
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
        if (most > 0 && mayLose(id)) {
            lose(id);
            node.rollBack(random.nextInt(most));
        }
    }

    /** Everything works again from here on. */
    void heal() {
        world.steps.trace(() -> "all heals");
        world.restart();
        world.nodes.detours().calm();
        world.nodes.all().values().forEach(node -> {
            node.stick(false);
            node.restart();
        });
    }
}
