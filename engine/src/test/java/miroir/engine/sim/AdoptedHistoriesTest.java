package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.adopt.AdoptionPlan.Fate;
import miroir.engine.api.SearchReply;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.StoredTask;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of writes, whose nodes come and go, in which an older state is adopted: of each document the newest version is
 * there that had been applied, or that waited in that state and went on.
 */
class AdoptedHistoriesTest {
    private static final List<String> INDEXES = List.of("books", "films");

    @TempDir
    Path data;

    private final Map<Path, byte[]> saved = new HashMap<>();
    /** What each task wrote: its index, and ids with versions. */
    private final Map<Long, Map<String, Integer>> written = new HashMap<>();

    /** Made by each test. */
    @SuppressWarnings("NullAway.Init")
    private Stage stage;

    private int version;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("miroir.seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_is_lost_and_nothing_undone(long seed) throws IOException {
        Random random = new Random(seed);
        stage = new Stage(data, 3, 2, 4);
        INDEXES.forEach(index -> stage.write(index, "{\"id\":0,\"v\":0}"));
        stage.run(3000);
        int steps = 20 + random.nextInt(30);
        int save = random.nextInt(steps);
        MemoryStore older = stage.world.store.copy();
        Set<NodeId> away = new HashSet<>();
        for (int step = 0; step < steps; step++) {
            if (step == save) {
                older = save();
            }
            if (random.nextInt(6) == 0) {
                NodeId node = stage.world.ids().get(random.nextInt(3));
                if (away.remove(node)) {
                    stage.node(node).restart();
                } else if (away.isEmpty() || random.nextInt(3) == 0) {
                    stage.node(node).crash();
                    away.add(node);
                }
            }
            write(random, INDEXES.get(random.nextInt(2)));
            stage.run(random.nextInt(2000));
        }
        if (random.nextBoolean()) {
            away.forEach(node -> stage.node(node).restart());
            away.clear();
            stage.run(30_000);
        }
        Set<Long> applied = new HashSet<>();
        for (StoredTask task : stage.world.tasks()) {
            if (task.status() == TaskStatus.SUCCEEDED) {
                applied.add(task.uid());
            }
        }
        stage.world.kill();
        away.forEach(node -> stage.node(node).restart());
        stage.run(3000);
        for (Map.Entry<Path, byte[]> file : saved.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        AdoptionPlan plan = stage.world.adoptAfter(older);
        plan.tasks().stream().filter(task -> task.fate() == Fate.GOES_ON).forEach(task -> applied.add(task.uid()));
        stage.world.restart();
        stage.run(60_000);
        assertThat(stage.world.store.unfinishedTasks()).isEmpty();
        for (String index : INDEXES) {
            assertThat(versions(index))
                    .as("seed %d, %s, %s", seed, index, plan.tasks())
                    .satisfies(found -> expected(applied, index)
                            .forEach((id, least) -> assertThat(found.getOrDefault(id, -1))
                                    .as("document %d", id)
                                    .isGreaterThanOrEqualTo(least)));
        }
    }

    private MemoryStore save() throws IOException {
        saved.clear();
        try (Stream<Path> files = Files.list(data.resolve("payloads"))) {
            for (Path file : files.toList()) {
                saved.put(file, Files.readAllBytes(file));
            }
        }
        return stage.world.store.copy();
    }

    private void write(Random random, String index) {
        Map<String, Integer> ids = new HashMap<>();
        List<String> documents = new ArrayList<>();
        int least = random.nextInt(20);
        for (int id = least; id < least + 1 + random.nextInt(4); id++) {
            version++;
            ids.put(index + ":" + id, version);
            documents.add("{\"id\":" + id + ",\"v\":" + version + "}");
        }
        CompletableFuture<StoredTask> made = stage.world.promise(stage.world.documents(index, "POST", documents));
        stage.world.steps.runUntil(made::isDone, Duration.ofMinutes(1));
        written.put(made.join().uid(), ids);
    }

    private Map<Integer, Integer> expected(Set<Long> applied, String index) {
        Map<Integer, Integer> newest = new HashMap<>();
        applied.forEach(uid -> written.getOrDefault(uid, Map.of()).forEach((key, v) -> {
            if (key.startsWith(index + ":")) {
                newest.merge(Integer.parseInt(key.substring(index.length() + 1)), v, Math::max);
            }
        }));
        return newest;
    }

    private Map<Integer, Integer> versions(String index) {
        CompletableFuture<SearchReply> reply = stage.search(index);
        stage.run(1000);
        Map<Integer, Integer> versions = new HashMap<>();
        for (JsonNode hit : Oracle.read(new String(reply.join().body(), StandardCharsets.UTF_8))
                .path("hits")) {
            versions.put(hit.path("id").asInt(), hit.path("v").asInt());
        }
        return versions;
    }
}
