package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A client that believes what it is told: as soon as a task is said to have succeeded, every other route has to show what
 * it did. {@code -Dmiroir.readBacks=1000} for a long run.
 */
final class ReadBackIT {
    private static final int ROUNDS = Integer.getInteger("miroir.readBacks", 150);
    private static final long POLL_NANOS = 1_000_000;

    @Test
    void a_task_that_succeeded_shows_in_every_route_with_embedded_nodes() {
        readBack(Fleet.Kind.EMBEDDED);
    }

    @Test
    void a_task_that_succeeded_shows_in_every_route_with_real_nodes() {
        assumeTrue(Program.meilisearch() != null, "there is no meilisearch");
        readBack(Fleet.Kind.MEILISEARCH);
    }

    private static void readBack(Fleet.Kind kind) {
        try (Fleet fleet = Fleet.start(new Fleet.Shape(kind, 1, 2, 2, 4, false))) {
            Client client = new Client(fleet.miroir());
            for (int round = 0; round < ROUNDS; round++) {
                client.live(round);
            }
            System.out.printf(
                    "read back, %s: %d rounds, %d answers, stale: %s%n", kind, ROUNDS, client.answers, client.stale);
            assertThat(client.stale)
                    .as("stale answers of %d in %d rounds", client.answers, ROUNDS)
                    .isEmpty();
        }
    }

    /** An answer that a route has to give, by its name. */
    private record Look(String name, BooleanSupplier fresh) {}

    /** Makes, changes and deletes one index after the other. */
    private static final class Client {
        final Map<String, Integer> stale = new TreeMap<>();
        int answers;

        private final Api miroir;
        private int turn;

        Client(Api miroir) {
            this.miroir = miroir;
        }

        void live(int round) {
            String uid = "films-" + round;
            String later = "books-" + round;
            String word = "word" + round;
            created(uid);
            settings(uid, word);
            filled(uid, round);
            renamed(uid, later);
            deleted(later, round);
        }

        private void created(String uid) {
            succeed("POST", "/indexes", "{\"uid\":\"" + uid + "\"}");
            look(
                    "create",
                    new Look("index", () -> status("/indexes/" + uid) == 200),
                    new Look("list", () -> listed(uid)),
                    new Look("settings", () -> status("/indexes/" + uid + "/settings") == 200),
                    new Look("index stats", () -> status("/indexes/" + uid + "/stats") == 200),
                    new Look("stats", () -> get("/stats").path("indexes").has(uid)),
                    new Look("search", () -> status("/indexes/" + uid + "/search?q=a") == 200),
                    new Look("shards", () -> status("/_miroir/indexes/" + uid + "/shards") == 200));
        }

        private void settings(String uid, String word) {
            succeed("PATCH", "/indexes/" + uid + "/settings", "{\"stopWords\":[\"" + word + "\"]}");
            String path = "/indexes/" + uid + "/settings";
            look(
                    "settings",
                    new Look("settings", () -> get(path).path("stopWords").has(0)),
                    new Look("one setting", () -> get(path + "/stop-words").has(0)));
        }

        private void filled(String uid, int round) {
            String id = Integer.toString(round);
            succeed("POST", "/indexes/" + uid + "/documents", "[{\"id\":" + id + ",\"title\":\"a film\"}]");
            look(
                    "first documents",
                    new Look("index", () -> key(get("/indexes/" + uid))),
                    new Look("list", () -> key(inList(uid))),
                    new Look("document", () -> status("/indexes/" + uid + "/documents/" + id) == 200),
                    new Look("documents", () -> has("/indexes/" + uid + "/documents", "total", 1)),
                    new Look("search", () -> has("/indexes/" + uid + "/search?q=film", "estimatedTotalHits", 1)),
                    new Look("index stats", () -> has("/indexes/" + uid + "/stats", "numberOfDocuments", 1)));
        }

        private void renamed(String uid, String later) {
            succeed("PATCH", "/indexes/" + uid, "{\"uid\":\"" + later + "\"}");
            look(
                    "rename",
                    new Look("new name", () -> status("/indexes/" + later) == 200),
                    new Look("old name", () -> status("/indexes/" + uid) == 404),
                    new Look("list", () -> listed(later) && !listed(uid)),
                    new Look("search", () -> has("/indexes/" + later + "/search?q=film", "estimatedTotalHits", 1)),
                    new Look(
                            "settings",
                            () -> get("/indexes/" + later + "/settings")
                                    .path("stopWords")
                                    .has(0)));
        }

        private void deleted(String uid, int round) {
            succeed("DELETE", "/indexes/" + uid, null);
            look(
                    "delete",
                    new Look("index", () -> status("/indexes/" + uid) == 404),
                    new Look("list", () -> !listed(uid)),
                    new Look("settings", () -> status("/indexes/" + uid + "/settings") == 404),
                    new Look("stats", () -> !get("/stats").path("indexes").has(uid)),
                    new Look("document", () -> status("/indexes/" + uid + "/documents/" + round) == 404),
                    new Look("search", () -> status("/indexes/" + uid + "/search?q=film") == 404));
        }

        /** Each time another one comes first: what is stale is so for a moment only. */
        private void look(String after, Look... looks) {
            List<Look> order = new ArrayList<>(List.of(looks));
            Collections.rotate(order, turn++);
            for (Look look : order) {
                answers++;
                if (!look.fresh.getAsBoolean()) {
                    stale.merge(after + ": " + look.name, 1, Integer::sum);
                }
            }
        }

        /** Polls the task by its uid and as part of a list, by turns. */
        private void succeed(String method, String path, @Nullable String body) {
            Api.Answer accepted = body == null ? miroir.delete(path) : miroir.json(method, path, body);
            assertThat(accepted.status()).as(method + " " + path).isEqualTo(202);
            String uid = accepted.json().path("taskUid").asText();
            JsonNode task = task(uid);
            while (task.path("finishedAt").isNull()) {
                LockSupport.parkNanos(POLL_NANOS);
                task = task(uid);
            }
            assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        }

        private JsonNode task(String uid) {
            return turn % 2 == 0
                    ? get("/tasks/" + uid)
                    : get("/tasks?uids=" + uid).path("results").path(0);
        }

        private JsonNode get(String path) {
            return miroir.get(path).json();
        }

        private int status(String path) {
            return miroir.get(path).status();
        }

        private boolean has(String path, String field, int value) {
            return get(path).path(field).asInt(-1) == value;
        }

        private static boolean key(JsonNode index) {
            return index.path("primaryKey").asText().equals("id");
        }

        private boolean listed(String uid) {
            return !inList(uid).isMissingNode();
        }

        private JsonNode inList(String uid) {
            for (JsonNode index : get("/indexes?limit=1000").path("results")) {
                if (index.path("uid").asText().equals(uid)) {
                    return index;
                }
            }
            return MissingNode.getInstance();
        }
    }
}
