package miroir.engine.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeRequest;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;

/** A random history: clients write while the network, the nodes and Miroir itself fail; then all heals. */
final class History implements Faults {
    private static final Duration HEALING = Duration.ofMinutes(10);

    private final Random random;
    private final Simulation world;
    private final Map<Fate, Double> rates = new EnumMap<>(Fate.class);
    private final boolean wipes;
    private boolean faulty;

    History(Random random, Path data) {
        this.random = random;
        for (Fate fate : Fate.values()) {
            rates.put(fate, fate != Fate.DELIVERED && random.nextInt(3) == 0 ? random.nextDouble() * 0.12 : 0.0);
        }
        wipes = random.nextInt(4) == 0;
        Simulation.Shape shape = new Simulation.Shape(
                1 + random.nextInt(2), 2 + random.nextInt(2) - random.nextInt(2), 1 + random.nextInt(2), 4);
        world = new Simulation(random, shape, this, data);
    }

    @Override
    public Fate fate(NodeRequest request) {
        if (!faulty) {
            return Fate.DELIVERED;
        }
        for (Map.Entry<Fate, Double> rate : rates.entrySet()) {
            boolean fits = switch (rate.getKey()) {
                case FAILING_TASK -> Faults.addsDocuments(request);
                case DISK_FULL, ZOMBIE, LOST_ANSWER, BAD_GATEWAY -> Faults.writes(request);
                default -> true;
            };
            if (fits && random.nextDouble() < rate.getValue()) {
                return rate.getKey();
            }
        }
        return Fate.DELIVERED;
    }

    /** Lives the history and checks the invariants. */
    void run() {
        Invariants invariants = new Invariants(world);
        world.nodes.witness(invariants::onRequest);
        if (random.nextInt(3) > 0) {
            world.steps.run(Duration.ofMillis(500 + random.nextInt(1000)));
        }
        faulty = true;
        int operations = 10 + random.nextInt(40);
        for (int i = 0; i < operations; i++) {
            world.submit(operation(i));
            world.steps.run(Duration.ofMillis(random.nextInt(random.nextInt(4) == 0 ? 3000 : 200)));
            if (random.nextInt(6) == 0) {
                disturb();
            }
        }
        heal();
        if (!world.settle(HEALING)) {
            throw new AssertionError("never ended: " + world.store.unfinishedTasks());
        }
        world.steps.run(Duration.ofSeconds(10));
        boolean failuresAllowed = wipes || rates.getOrDefault(Fate.FAILING_TASK, 0.0) > 0;
        Map<String, Oracle.Model> expected = new Oracle(world, failuresAllowed).replay();
        invariants.settled(expected);
        world.restart();
        world.steps.run(Duration.ofSeconds(5));
        invariants.settled(expected);
    }

    private void heal() {
        faulty = false;
        world.restart();
        world.nodes.all().values().forEach(node -> {
            node.stick(false);
            node.restart();
        });
    }

    private void disturb() {
        List<NodeId> ids = world.ids();
        SimNode node = world.nodes.node(ids.get(random.nextInt(ids.size())));
        int lasting = random.nextInt(random.nextBoolean() ? 500 : 12000);
        switch (random.nextInt(wipes ? 6 : 5)) {
            case 0 -> {
                world.kill();
                world.steps.run(Duration.ofMillis(random.nextInt(3000)));
                world.restart();
            }
            case 1, 2 -> {
                node.crash();
                world.steps.anyTimeAfter(Duration.ofMillis(lasting), node::restart);
            }
            case 3 -> {
                node.hang(true);
                world.steps.anyTimeAfter(Duration.ofMillis(lasting), () -> node.hang(false));
            }
            case 4 -> {
                node.stick(true);
                world.steps.anyTimeAfter(Duration.ofMillis(lasting), () -> node.stick(false));
            }
            default -> node.wipe();
        }
    }

    private NewTask operation(int number) {
        String index = random.nextInt(5) == 0 ? "films" : "books";
        int kind = random.nextInt(30);
        if (kind < 9) {
            return world.documents(index, "POST", documents(number));
        }
        if (kind < 14) {
            return world.documents(index, "PUT", documents(number));
        }
        if (kind < 19) {
            List<String> ids = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> Integer.toString(random.nextInt(16)))
                    .toList();
            return Simulation.deletion(index, new TaskRequest.DeleteDocuments(ids));
        }
        return switch (kind) {
            case 19, 20 -> Simulation.deletion(index, new TaskRequest.DeleteByFilter("\"c = 1\""));
            case 21 -> Simulation.deletion(index, new TaskRequest.ClearDocuments());
            case 22, 23 -> Simulation.settings(index, "{\"filterableAttributes\":[\"c\"]}");
            case 24 ->
                Simulation.settings(index, "{\"filterableAttributes\":[\"c\"],\"stopWords\":[\"w" + number + "\"]}");
            case 25 -> Simulation.creation(index, "id");
            case 26 -> Simulation.dropping(index);
            case 27 -> Simulation.renaming(index, index.equals("films") ? "books" : "films");
            case 28 -> world.documents(index, "POST", List.of("{\"id\":\"bad id\"}"));
            default -> Simulation.settings(index, "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"twoTypos\":3}}}");
        };
    }

    private List<String> documents(int number) {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            documents.add("{\"id\":" + random.nextInt(16) + ",\"c\":" + random.nextInt(3) + ",\"f" + random.nextInt(3)
                    + "\":\"v" + number + "\"}");
        }
        return documents;
    }
}
