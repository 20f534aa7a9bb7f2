package miroir.e2e;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A fleet whose nodes come and go, with the blows it can be dealt. One thread, but for what only asks. */
final class ChaosFleet {
    final Fleet fleet;
    final ChaosLog log;
    /** By index, how many shards it has. */
    final Map<String, Integer> shards;
    /** Numbers of the nodes that belong to the cluster. */
    final List<Integer> members = new ArrayList<>();

    /** While the network is bad everywhere no shard is sure of a copy that answers, however well all looked a moment ago. */
    private volatile boolean stormy;

    ChaosFleet(Fleet fleet, int nodes, Map<String, Integer> shards, ChaosLog log) {
        this.fleet = fleet;
        this.shards = shards;
        this.log = log;
        for (int i = 0; i < nodes; i++) {
            members.add(i);
        }
    }

    Api miroir() {
        return fleet.miroir();
    }

    /** Asks Miroir, which may be dead for the moment. */
    JsonNode ask(String path) {
        return ChaosLog.patiently(() -> miroir().get(path).json());
    }

    /** Whether every node is up and every shard has two copies that answer. */
    boolean isWhole() {
        for (JsonNode node : ask("/_miroir/topology").path("nodes")) {
            if (!node.path("health").asText().equals("up")) {
                return false;
            }
        }
        return shards.keySet().stream().allMatch(this::hasTwoOfEach);
    }

    private boolean hasTwoOfEach(String index) {
        JsonNode all = ask("/_miroir/indexes/" + index + "/shards");
        for (JsonNode shard : all) {
            Set<String> serving = new HashSet<>();
            for (JsonNode copy : shard.path("copies")) {
                if (copy.path("serving").asBoolean()
                        && copy.path("state").asText().equals("inSync")) {
                    serving.add(copy.path("node").asText());
                }
            }
            if (serving.size() < 2) {
                return false;
            }
        }
        return all.size() == requireNonNull(shards.get(index));
    }

    /** From now on, until it is over, anything may happen between Miroir and any of the nodes. */
    void storm(boolean rages) {
        stormy = rages;
        log.weather(false);
    }

    /** Fair weather as soon as everything is whole, unless a storm rages. */
    void brighten() {
        if (!stormy && log.weather() % 2 == 0 && isWhole()) {
            log.weather(true);
        }
    }

    /** Before a blow at one node: searches go on being whole only when they are so without it. */
    void darken() {
        if (stormy || !isWhole()) {
            log.weather(false);
        } else {
            brighten();
        }
    }

    void await(String what, BooleanSupplier holds) {
        Instant deadline = Instant.now().plus(log.patience());
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                log.fault("did not happen: " + what);
                log.say(ask("/_miroir/operations").toString());
                shards.keySet()
                        .forEach(index -> log.say(
                                ask("/_miroir/indexes/" + index + "/shards").toString()));
                throw new IllegalStateException("did not happen: " + what);
            }
            pause(100);
        }
    }

    /** Waits until all is whole and the weather is fair. */
    void awaitWhole() {
        await("all copies serve", () -> {
            brighten();
            return log.weather() % 2 == 1 && isWhole();
        });
    }

    void killMiroir(String during, int awayMs) {
        log.weather(false);
        log.killed(during, true);
        fleet.miroirProgram().kill();
        pause(awayMs);
        fleet.startMiroir();
    }

    void killNode(String during, int node, int awayMs) {
        darken();
        log.killed(during, false);
        fleet.nodeProgram(node).kill();
        pause(awayMs);
        fleet.restartNode(node);
    }

    void killBoth(String during, int node, int awayMs) {
        log.weather(false);
        log.killed(during, true);
        log.killed(during, false);
        fleet.miroirProgram().kill();
        fleet.nodeProgram(node).kill();
        pause(awayMs);
        CompletableFuture<Void> back = CompletableFuture.runAsync(() -> fleet.restartNode(node));
        fleet.startMiroir();
        back.join();
    }

    /** The power fails everywhere at once. */
    void killAll(String during) {
        log.weather(false);
        log.killed(during, true);
        fleet.miroirProgram().kill();
        members.forEach(node -> {
            log.killed(during, false);
            fleet.nodeProgram(node).kill();
        });
        List<CompletableFuture<Void>> back = members.stream()
                .map(node -> CompletableFuture.runAsync(() -> fleet.restartNode(node)))
                .toList();
        fleet.startMiroir();
        back.forEach(CompletableFuture::join);
    }

    void freezeNode(int node, int ms) {
        darken();
        signal("STOP", fleet.nodeProgram(node));
        pause(ms);
        signal("CONT", fleet.nodeProgram(node));
    }

    void freezeMiroir(int ms) {
        log.weather(false);
        signal("STOP", fleet.miroirProgram());
        pause(ms);
        signal("CONT", fleet.miroirProgram());
    }

    /** The node comes back with an empty folder. All copies were in sync before. */
    void wipe(String during, int node) {
        log.killed(during, false);
        fleet.nodeProgram(node).kill();
        delete(fleet.nodeData(node));
        fleet.restartNode(node);
        awaitLossSeen(node);
    }

    /** The node comes back with what it held some time ago. All copies were in sync before. */
    void rollBack(String during, int node, int ageMs) {
        Path old = fleet.folder().resolve("old-" + node);
        log.killed(during, false);
        fleet.nodeProgram(node).kill();
        copy(fleet.nodeData(node), old);
        fleet.restartNode(node);
        pause(ageMs);
        awaitWhole();
        log.killed(during, false);
        fleet.nodeProgram(node).kill();
        delete(fleet.nodeData(node));
        copy(old, fleet.nodeData(node));
        delete(old);
        fleet.restartNode(node);
        awaitLossSeen(node);
    }

    private void awaitLossSeen(int node) {
        await(
                "the loss is seen",
                () -> shards.keySet().stream()
                        .flatMap(index -> ask("/_miroir/indexes/" + index + "/shards").findParents("rank").stream())
                        .anyMatch(copy -> copy.path("node").asText().equals(fleet.nodeId(node))
                                && !copy.path("state").asText().equals("inSync")));
    }

    /** A node that left the cluster is no longer needed. */
    void discard(int node) {
        members.remove(Integer.valueOf(node));
        fleet.nodeProgram(node).close();
        delete(fleet.nodeData(node));
    }

    static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void signal(String name, Program program) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(program.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
