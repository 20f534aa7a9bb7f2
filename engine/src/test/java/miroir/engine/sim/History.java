package miroir.engine.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;

/** A random history: clients write while the network, the nodes and Miroir itself fail; then all heals. */
final class History {
    private static final Duration HEALING = Duration.ofMinutes(10);
    /** Longer than any request takes that its sender has given up. */
    private static final Duration LATEST = Duration.ofMillis(2500);

    /** Longer than it takes until a stray is noticed. */
    private static final Duration NOTICED = Duration.ofSeconds(5);

    /** Longer than it takes until what was changed by hand was noticed: all is compared once a minute. */
    private static final Duration COMPARED = Duration.ofSeconds(70);

    private static final List<Nemesis.Blow> USUAL =
            List.of(Nemesis.Blow.KILL_MIROIR, Nemesis.Blow.CRASH, Nemesis.Blow.HANG, Nemesis.Blow.STICK);
    private static final List<Nemesis.Blow> LOSSES = List.of(Nemesis.Blow.WIPE, Nemesis.Blow.ROLL_BACK);
    private static final List<Nemesis.Blow> DECEITS =
            List.of(Nemesis.Blow.CACHE, Nemesis.Blow.SWAP, Nemesis.Blow.CLOCK);

    private final Random random;
    private final Simulation world;
    private final SwarmFaults faults;
    private final Clients clients;
    private final Nemesis nemesis;
    private final TaskPollers pollers;
    private final Invariants invariants;

    History(Random random, Path data) {
        this.random = random;
        faults = new SwarmFaults(random, 0.18);
        Simulation.Shape shape = new Simulation.Shape(
                1 + random.nextInt(2), 2 + random.nextInt(2) - random.nextInt(2), 1 + random.nextInt(2), 4);
        // clients' payloads are small: in half of the histories they are taken for large ones
        world = new Simulation(random, shape.groups() == 1 ? shape.chunked() : shape, faults, data);
        clients = new Clients(random, world);
        List<Nemesis.Blow> blows = blows();
        nemesis = new Nemesis(random, world, blows);
        if (blows.contains(Nemesis.Blow.MEDDLE)) {
            clients.withoutPlaces();
        }
        pollers = new TaskPollers(world);
        invariants = new Invariants(world);
        if (random.nextInt(6) == 0) {
            confine();
        }
    }

    private List<Nemesis.Blow> blows() {
        List<Nemesis.Blow> chosen = new ArrayList<>(USUAL);
        if (random.nextInt(4) == 0) {
            chosen.addAll(LOSSES);
        }
        if (random.nextInt(2) == 0) {
            chosen.add(Nemesis.Blow.MEDDLE);
        }
        if (random.nextInt(3) == 0) {
            chosen.add(Nemesis.Blow.FILL_DISK);
        }
        DECEITS.stream().filter(blow -> random.nextInt(4) == 0).forEach(chosen::add);
        return chosen;
    }

    /** Lets all trouble be one node's, so that the others keep the truth when it is spoiled. */
    private void confine() {
        NodeId one = world.ids().get(random.nextInt(world.ids().size()));
        faults.confine(one);
        nemesis.confine(one);
        clients.withoutPlaces();
    }

    /** Lives the history and checks the invariants. */
    Tally run() {
        world.nodes.witness(invariants::onRequest);
        pollers.watch();
        if (random.nextInt(3) > 0) {
            world.steps.run(Duration.ofMillis(500 + random.nextInt(1000)));
        }
        faults.active(true);
        int operations = 10 + random.nextInt(40);
        for (int i = 0; i < operations; i++) {
            world.submit(clients.operation(i));
            world.steps.run(Duration.ofMillis(random.nextInt(random.nextInt(8) == 0 ? 3000 : 200)));
            if (random.nextInt(6) == 0) {
                nemesis.strike();
            }
            pollers.complain();
        }
        faults.active(false);
        nemesis.heal();
        if (!world.steps.runUntilSeen(() -> Stalled.onlyThoseAreLeft(world), Duration.ofMillis(50), HEALING)) {
            throw new AssertionError("never ended: " + world.store.unfinishedTasks());
        }
        rest();
        boolean failuresAllowed = nemesis.lossy() || faults.failTasks();
        Map<String, Oracle.Model> expected = new Oracle(world, failuresAllowed).replay();
        invariants.settled(expected);
        world.restart();
        rest();
        invariants.settled(expected);
        pollers.complain();
        Tally tally = world.tally();
        pollers.count(tally);
        return tally;
    }

    private void rest() {
        world.nodes.strays().arrive();
        world.steps.run(world.spares.count() > 0 ? COMPARED : LATEST.plus(NOTICED));
        world.steps.runUntilSeen(this::whole, Duration.ofMillis(100), Duration.ofSeconds(10));
        world.steps.runUntilSeen(invariants::unmeddled, Duration.ofMillis(100), Duration.ofMinutes(1));
    }

    private boolean whole() {
        return nemesis.deceiving().isEmpty()
                && world.latest().indexes().values().stream()
                        .flatMap(entry -> entry.routes().copies().stream())
                        .allMatch(copy -> copy.state() == CopyState.IN_SYNC)
                && world.noneRenamed();
    }
}
