package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Miroir is killed at seeded moments while threads write; what it promised must have happened, on every copy. */
final class CrashIT {
    private static final long SEED = 20_240_613;
    private static final int KILLS = 4;
    private static final int WRITERS = 3;

    @Test
    void what_was_promised_before_a_kill_is_done_once_and_the_same_on_all_copies()
            throws InterruptedException, ExecutionException, TimeoutException {
        try (Fleet fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 3, 2, 16, false))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"docs\",\"primaryKey\":\"id\"}"));
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new Writer(miroir, i));
            }
            run(fleet, writers);
            Set<Long> promised = new TreeSet<>();
            writers.forEach(writer -> promised.addAll(writer.promised));
            long tasks = checkTasks(miroir, promised);
            checkContents(fleet, writers);
            checkCopies(fleet);
            assertThat(tasks).isGreaterThan(KILLS * WRITERS);
            Api.until("the payload folder is empty", () -> {
                String[] files =
                        fleet.folder().resolve("miroir/payloads").toFile().list();
                return files != null && files.length == 0;
            });
        }
    }

    private static void run(Fleet fleet, List<Writer> writers)
            throws InterruptedException, ExecutionException, TimeoutException {
        Random random = new Random(SEED);
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        writers.forEach(writer -> running.add(pool.submit(() -> writer.write(stop))));
        for (int i = 0; i < KILLS; i++) {
            Thread.sleep(400 + random.nextInt(900));
            fleet.miroirProgram().kill();
            fleet.startMiroir();
        }
        Thread.sleep(400);
        stop.set(true);
        for (Future<?> writer : running) {
            writer.get(60, TimeUnit.SECONDS);
        }
        pool.shutdown();
    }

    /** No promised task is missing or failed; uids are dense and each comes once. */
    private static long checkTasks(Api miroir, Set<Long> promised) {
        for (long uid : promised) {
            JsonNode task = miroir.await(uid);
            assertThat(task.path("status").asText())
                    .as("seed %d, %s", SEED, task)
                    .isEqualTo("succeeded");
        }
        Set<Long> uids = new HashSet<>();
        JsonNode page = miroir.get("/tasks?limit=1000").json();
        while (true) {
            for (JsonNode task : page.path("results")) {
                assertThat(uids.add(task.path("uid").asLong()))
                        .as("seed %d, %s", SEED, task)
                        .isTrue();
                miroir.await(task.path("uid").asLong());
            }
            if (page.path("next").isNull()) {
                break;
            }
            page = miroir.get("/tasks?limit=1000&from=" + page.path("next").asLong())
                    .json();
        }
        assertThat(uids).as("seed %d", SEED).containsAll(promised);
        long highest = uids.stream().mapToLong(uid -> uid).max().orElse(-1);
        assertThat(uids).as("dense, seed %d", SEED).hasSize((int) highest + 1);
        assertThat(page.path("total").asLong()).isEqualTo(uids.size());
        return uids.size();
    }

    /** Each document has its last acknowledged content, or that of a later request whose answer was lost. */
    private static void checkContents(Fleet fleet, List<Writer> writers) {
        Map<String, String> held = new HashMap<>();
        for (JsonNode document : fleet.miroir()
                .get("/indexes/docs/documents?limit=100000")
                .json()
                .path("results")) {
            String before =
                    held.put(document.path("id").asText(), document.path("v").asText());
            assertThat(before).as("seed %d: twice: %s", SEED, document).isNull();
        }
        for (Writer writer : writers) {
            writer.possible.forEach((id, versions) -> {
                String actual = held.remove(id);
                assertThat(versions)
                        .as("seed %d: document %s", SEED, id)
                        .contains(actual == null ? Writer.ABSENT : actual);
            });
        }
        assertThat(held).as("seed %d: documents nobody wrote", SEED).isEmpty();
    }

    /** Every document is on exactly two nodes with the same content; settings are the same in all volumes. */
    private static void checkCopies(Fleet fleet) {
        Map<String, List<String>> copies = new TreeMap<>();
        Set<String> synonyms = new HashSet<>();
        for (int node = 0; node < 3; node++) {
            Api api = fleet.node(node);
            Set<String> onNode = new HashSet<>();
            for (JsonNode index : api.get("/indexes?limit=100").json().path("results")) {
                String volume = index.path("uid").asText();
                if (volume.equals("miroir-meta") || volume.equals("miroir-catalogue")) {
                    continue;
                }
                synonyms.add(api.get("/indexes/" + volume + "/settings/synonyms")
                        .json()
                        .toString());
                for (JsonNode document : api.get("/indexes/" + volume + "/documents?limit=100000")
                        .json()
                        .path("results")) {
                    String id = document.path("id").asText();
                    assertThat(onNode.add(id))
                            .as("seed %d: twice on a node: %s", SEED, id)
                            .isTrue();
                    copies.computeIfAbsent(id, absent -> new ArrayList<>()).add(document.toString());
                }
            }
        }
        assertThat(copies).isNotEmpty();
        copies.forEach((id, contents) -> {
            assertThat(contents).as("seed %d: copies of %s", SEED, id).hasSize(2);
            assertThat(new HashSet<>(contents))
                    .as("seed %d: copies of %s", SEED, id)
                    .hasSize(1);
        });
        assertThat(synonyms).as("seed %d", SEED).hasSize(1);
        JsonNode shards = fleet.miroir().get("/_miroir/indexes/docs/shards").json();
        assertThat(shards.findValuesAsText("state")).as("seed %d", SEED).containsOnly("inSync");
    }

    /** Writes documents of its own, small batches, one request after the other, and remembers what may be true. */
    private static final class Writer {
        static final String ABSENT = "absent";

        final Set<Long> promised = new TreeSet<>();
        /** By id: the last acknowledged version and those written after it whose fate is unknown. */
        final Map<String, Set<String>> possible = new TreeMap<>();

        private final Api miroir;
        private final int number;
        private final Random random;
        private int version;

        Writer(Api miroir, int number) {
            this.miroir = miroir;
            this.number = number;
            this.random = new Random(SEED + number);
        }

        void write(AtomicBoolean stop) {
            while (!stop.get()) {
                step();
                Api.pause();
            }
        }

        private void step() {
            version++;
            Set<String> ids = new TreeSet<>();
            for (int i = 0; i <= random.nextInt(5); i++) {
                ids.add(number + "-" + random.nextInt(40));
            }
            int kind = random.nextInt(20);
            if (kind == 0) {
                send(
                        Set.of(),
                        "-",
                        "PATCH",
                        "/indexes/docs/settings",
                        "{\"synonyms\":{\"a\":[\"" + number + "x" + version + "\"]}}");
            } else if (kind < 5) {
                send(
                        ids,
                        ABSENT,
                        "POST",
                        "/indexes/docs/documents/delete-batch",
                        ids.stream().map(id -> "\"" + id + "\"").toList().toString());
            } else {
                String documents = ids.stream()
                        .map(id -> "{\"id\":\"" + id + "\",\"v\":\"" + version + "\"}")
                        .toList()
                        .toString();
                send(ids, Integer.toString(version), kind < 10 ? "PUT" : "POST", "/indexes/docs/documents", documents);
            }
        }

        private void send(Set<String> ids, String content, String method, String path, String body) {
            ids.forEach(id -> possible.computeIfAbsent(id, absent -> new HashSet<>(Set.of(ABSENT)))
                    .add(content));
            Api.Answer answer;
            try {
                answer = miroir.json(method, path, body);
            } catch (UncheckedIOException lost) {
                return;
            }
            if (answer.status() == 202) {
                promised.add(answer.json().path("taskUid").asLong());
                ids.forEach(id -> possible.put(id, new HashSet<>(Set.of(content))));
            }
        }
    }
}
