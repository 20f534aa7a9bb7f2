package miroir.engine.sim;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Protocol;
import miroir.engine.state.Safeguard;
import miroir.engine.store.StoredMove;
import org.jspecify.annotations.Nullable;

/**
 * A random history in which copies move: clients write, searchers read and an operator changes the topology, while the
 * network, the nodes and Miroir itself fail; then all heals, and everything must come to rest where it should be.
 */
final class TopologyHistory {
    private static final Duration HEALING = Duration.ofMinutes(20);
    /** Longer than any request takes that its sender has given up. */
    private static final Duration LATEST = Duration.ofMillis(2500);

    /** Longer than it takes until the last stray has arrived and was noticed. */
    private static final Duration NOTICED = Duration.ofSeconds(8);

    /** Longer than it takes until what was changed by hand was noticed: all is compared once a minute. */
    private static final Duration COMPARED = Duration.ofSeconds(70);

    private static final long LONGEST_HOLD_MS = 3000;

    private static final Set<Nemesis.Blow> RARE = EnumSet.of(
            Nemesis.Blow.WIPE, Nemesis.Blow.ROLL_BACK, Nemesis.Blow.CACHE, Nemesis.Blow.SWAP, Nemesis.Blow.CLOCK);

    private final Random random;
    private final Simulation world;
    private final SwarmFaults faults;
    private final Clients clients;
    private final Nemesis nemesis;
    private final Searchers searchers;
    private final TaskPollers pollers;
    private final OperationPollers onlookers;
    private final Admin admin;
    private final Invariants invariants;
    private final boolean verified;

    TopologyHistory(Random random, Path data) {
        this(random, data, Set.of());
    }

    /** A history of an engine that leaves some rules out. */
    TopologyHistory(Random random, Path data, Set<Safeguard> without) {
        this.random = random;
        faults = new SwarmFaults(random, 0.09);
        Duration grace = random.nextInt(3) == 0 ? Duration.ofSeconds(3 + random.nextInt(20)) : Duration.ZERO;
        Simulation.Shape shape = new Simulation.Shape(
                1 + random.nextInt(2),
                2 + random.nextInt(2),
                1 + random.nextInt(2),
                2 + random.nextInt(3),
                grace,
                new Protocol(without, random.nextInt(6)));
        world = new Simulation(random, shape, faults, data);
        clients = new Clients(random, world);
        List<Nemesis.Blow> blows = blows();
        nemesis = new Nemesis(random, world, blows);
        if (blows.contains(Nemesis.Blow.MEDDLE)) {
            clients.withoutPlaces();
        }
        searchers = new Searchers(random, world, nemesis, this::expected);
        pollers = new TaskPollers(world);
        onlookers = new OperationPollers(world);
        admin = new Admin(random, world);
        invariants = new Invariants(world);
        if (random.nextInt(6) == 0) {
            confine();
        }
        verified = !without.contains(Safeguard.VERIFY);
    }

    private List<Nemesis.Blow> blows() {
        List<Nemesis.Blow> chosen = new ArrayList<>(Arrays.asList(Nemesis.Blow.values()));
        chosen.removeIf(blow -> blow.spoils() || random.nextInt(RARE.contains(blow) ? 4 : 2) > 0);
        return chosen;
    }

    /** Lets all trouble be one node's, so that the others keep the truth when it is spoiled. */
    private void confine() {
        NodeId one = world.ids().get(random.nextInt(world.ids().size()));
        faults.confine(one);
        nemesis.confine(one);
        clients.withoutPlaces();
    }

    private Map<String, Oracle.Model> expected() {
        return new Oracle(world, nemesis.lossy() || faults.failTasks()).replay();
    }

    Simulation world() {
        return world;
    }

    /** Lives the history and checks the invariants. */
    Tally run() {
        world.nodes.witness(invariants::onRequest);
        new CopyRules(world, verified).watch();
        pollers.watch();
        onlookers.watch();
        world.steps.run(Duration.ofMillis(500 + random.nextInt(1000)));
        faults.active(true);
        int steps = 20 + random.nextInt(60);
        int writes = random.nextInt(4) == 0 ? steps / 3 : steps;
        int calm = Math.max(0, random.nextInt(4) - 1);
        for (int i = 0; i < steps; i++) {
            faults.slowReads(i >= writes);
            step(i, calm, i < writes);
        }
        heal();
        rest();
        world.nodes.strays().arrive();
        world.steps.run(world.spares.count() > 0 ? COMPARED : NOTICED);
        rest();
        check();
        world.restart();
        still();
        check();
        long revived = revive();
        Tally tally = world.tally();
        tally.add("accepted copies", revived);
        tally.add("moves", holds().size());
        tally.add("operations", world.store.operations(0, 10_000).size());
        pollers.complain();
        onlookers.complain();
        searchers.count(tally);
        pollers.count(tally);
        admin.count(tally);
        return tally;
    }

    /** Of shards that nothing in sync is left of a copy is accepted: then all comes to rest, and all copies are the same. */
    private long revive() {
        long revived = 0;
        List<IndexEntry> all = List.copyOf(
                world.engine().cluster().current().cluster().indexes().values());
        for (IndexEntry before : all) {
            // what waited for the one before may have renamed this one, or deleted it
            IndexEntry entry = now(before);
            String uid = before.stored().uid();
            boolean waits = entry != null
                    && entry.stored().uid().equals(uid)
                    && !lost(entry).isEmpty();
            List<AcceptWish.Choice> choices = waits ? choices(uid) : List.of();
            if (!choices.isEmpty()) {
                searchers.giveUp();
                Operator.Decision decision =
                        requireNonNull(world.ask(o -> o.accept(new AcceptWish(uid, choices, true), Stage.TEST)));
                Invariants.require(decision.kind() == Operator.Decision.Kind.DONE, decision::message);
                OperationPicture ended = ended(decision.id());
                Invariants.require(
                        ended.status() == OperationStatus.SUCCEEDED || now(before) == null,
                        () -> "not accepted: " + ended);
                revived += choices.size();
            }
        }
        if (revived > 0) {
            rest();
            compare();
        }
        return revived;
    }

    private @Nullable IndexEntry now(IndexEntry before) {
        return world.engine().cluster().current().cluster().indexes().values().stream()
                .filter(entry -> entry.stored().id().equals(before.stored().id()))
                .findFirst()
                .orElse(null);
    }

    private List<AcceptWish.Choice> choices(String uid) {
        return requireNonNull(world.ask(o -> o.remains(uid, null))).orElseThrow().stream()
                .flatMap(remains -> remains.candidates().stream()
                        .filter(candidate -> candidate.trouble().isEmpty())
                        .limit(1)
                        .map(candidate -> new AcceptWish.Choice(remains.shard(), candidate.node())))
                .toList();
    }

    private void compare() {
        for (String uid : world.engine().cluster().current().cluster().indexes().keySet()) {
            Operator.Decision decision = requireNonNull(world.ask(o -> o.verify(uid, false, Stage.TEST)));
            OperationPicture.Result found = requireNonNull(ended(decision.id()).result());
            Invariants.require(found.differing() == 0, () -> uid + " has copies that differ: " + found);
        }
    }

    private OperationPicture ended(String id) {
        world.steps.runUntilSeen(
                () -> requireNonNull(world.ask(o -> o.operation(id)))
                                .orElseThrow()
                                .finishedAt()
                        != null,
                Duration.ofMillis(500),
                Duration.ofMinutes(5));
        return requireNonNull(world.ask(o -> o.operation(id))).orElseThrow();
    }

    /** Without writes there are more and slower reads, and all of them can be compared. */
    private void step(int number, int calm, boolean writes) {
        int kind = random.nextInt(16);
        if (kind < 10) {
            if (writes) {
                world.submit(clients.operation(number));
            } else {
                searchers.read();
            }
        } else if (kind < 13) {
            admin.act();
        } else if (kind == 13) {
            nemesis.strike();
        }
        searchers.read();
        int most = random.nextInt(4) == 0 ? 2500 : 250;
        world.steps.run(Duration.ofMillis(random.nextInt(most << calm)));
        searchers.complain();
        pollers.complain();
        onlookers.complain();
    }

    private void heal() {
        faults.active(false);
        nemesis.heal();
        world.steps.run(Duration.ofSeconds(1));
        admin.heal();
    }

    private void rest() {
        boolean rests = world.steps.runUntilSeen(
                () -> Stalled.onlyThoseAreLeft(world) && unrest().isEmpty(), Duration.ofMillis(50), HEALING);
        searchers.complain();
        Invariants.require(
                rests,
                () -> "never came to rest: " + unrest() + " " + world.store.unfinishedTasks() + open() + " copies "
                        + world.store.load().copies());
        searchers.read();
        still();
        searchers.complain();
    }

    private void still() {
        world.steps.run(LATEST);
        world.steps.runUntilSeen(
                () -> world.noneRenamed() && invariants.unmeddled(), Duration.ofMillis(100), Duration.ofMinutes(1));
    }

    private List<OperationPicture> open() {
        return requireNonNull(world.ask(Operator::operations)).stream()
                .filter(o -> o.finishedAt() == null)
                .toList();
    }

    /** Shards that no copy in sync is left of: they stay as they are until someone decides. */
    private Set<Integer> lost(IndexEntry entry) {
        Set<Integer> lost = new TreeSet<>();
        for (int shard = 0; shard < entry.routes().shards(); shard++) {
            int wanted = shard;
            boolean served = entry.routes().copies().stream()
                    .anyMatch(c -> c.shard() == wanted && c.state() == CopyState.IN_SYNC);
            if (!served) {
                lost.add(shard);
            }
        }
        return lost;
    }

    private List<String> unrest() {
        List<String> unrest = new ArrayList<>();
        ClusterState now = world.engine().cluster().current().cluster();
        boolean anyLost = now.indexes().values().stream().anyMatch(e -> !lost(e).isEmpty());
        for (IndexEntry entry : now.indexes().values()) {
            if (entry.phase() != IndexEntry.Phase.READY) {
                unrest.add(entry.stored().uid() + " is " + entry.phase() + " by task " + entry.phaseTask());
            }
            Set<Integer> lost = lost(entry);
            for (Copy copy : entry.routes().copies()) {
                // a volume that holds the last remains of a lost shard is not dropped
                boolean remains = !lost.isEmpty() && copy.state() == CopyState.LEAVING;
                if (!lost.contains(copy.shard()) && !remains && misplaced(now, copy, anyLost)) {
                    unrest.add(entry.stored().uid() + ": " + copy);
                }
            }
        }
        if (!anyLost) {
            open().forEach(o -> unrest.add(o.operationId() + " " + o.title() + " is " + o.status()));
        }
        return unrest;
    }

    /** A move of a lost shard cannot be done, and nothing leaves a node before all moves are done. */
    private static boolean misplaced(ClusterState now, Copy copy, boolean anyLost) {
        boolean away = now.topology()
                .node(copy.node())
                .map(Node::wanted)
                .filter(wanted -> wanted == Lifecycle.ACTIVE)
                .isEmpty();
        return away ? !anyLost : copy.state() != CopyState.IN_SYNC;
    }

    /** How long writes were held at each commit, in virtual milliseconds. */
    List<Long> holds() {
        return world.store.operations(0, 10_000).stream()
                .flatMap(o -> world.store.moves(o.id()).stream())
                .filter(move -> move.holdMs() > 0)
                .map(StoredMove::holdMs)
                .toList();
    }

    private void check() {
        holds().forEach(hold ->
                Invariants.require(hold <= LONGEST_HOLD_MS, () -> "writes were held for " + hold + " ms"));
        Invariants.require(world.engine().search().foreignHits() == 0, "hits of shards that were not asked for");
        invariants.settled(expected());
        if (!nemesis.lossy()) {
            // what is left over is looked for once a minute
            boolean clean = world.steps.runUntilSeen(
                    () -> invariants.leftOver().isEmpty(), Duration.ofSeconds(1), Duration.ofSeconds(65));
            Invariants.require(clean, () -> "left over: " + invariants.leftOver());
        }
    }

    @Override
    public String toString() {
        return searchers.summary() + ", decisions " + admin.summary() + ", operations "
                + world.store.operations(0, 1000).size() + ", tasks "
                + world.tasks().size();
    }
}
