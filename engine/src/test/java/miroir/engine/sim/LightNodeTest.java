package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import miroir.core.Seeds;
import miroir.core.placement.ShardMarker;
import miroir.core.topology.NodeId;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.index.FieldNames;
import miroir.engine.node.NodeRequest;
import miroir.engine.settings.NodeSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The light node answers as the embedded one: every request of a random script goes to both. */
class LightNodeTest {
    private static final NodeId NODE = new NodeId("node");
    private static final int CALLS = 400;
    private static final Pattern ERROR = Pattern.compile("\"code\":\"([a-z_]+)\"");

    @Test
    void every_call_is_answered_as_the_embedded_node_answers_it() {
        Set<String> errors = new TreeSet<>();
        Seeds.each(20, random -> {
            Script script = new Script(random);
            for (int i = 0; i < CALLS; i++) {
                script.call(i);
            }
            script.compareEverything(errors);
        });
        assertThat(errors)
                .contains(
                        "index_already_exists",
                        "index_not_found",
                        "index_primary_key_already_exists",
                        "invalid_document_geo_field",
                        "invalid_document_id",
                        "max_fields_limit_exceeded");
    }

    @Test
    void a_call_that_it_does_not_know_is_an_error() {
        NodeKind.Node node = NodeKind.LIGHT.open(() -> Instant.EPOCH, Runnable::run);
        EmbeddedRequest swap = new EmbeddedRequest("POST", "/swap-indexes", Map.of(), Map.of(), new byte[0]);
        assertThatThrownBy(() -> node.handle(swap))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/swap-indexes");
    }

    /** Random calls as Miroir makes them, on few indexes and few documents. */
    private static final class Script {
        private static final String[] PLACES = {
            "null",
            "{\"lat\":1,\"lng\":\"-2.5\"}",
            "{\"lat\":1,\"lng\":2,\"more\":[3]}",
            "{\"lat\":\"x\",\"lng\":null}",
            "5"
        };

        private final Random random;
        private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final NodeKind.Node node;
        private int accepted;

        Script(Random random) {
            this.random = random;
            this.node = NodeKind.BOTH.open(clock, tasks::add, Seeds.pick(random, FieldNames.MOST, 9, 6));
        }

        void call(int number) {
            clock.advanceTo(clock.instant().plus(Duration.ofMillis(random.nextInt(700))));
            if (random.nextInt(3) > 0 && !tasks.isEmpty()) {
                tasks.remove().run();
            }
            if (random.nextBoolean()) {
                write(number);
            } else {
                read();
            }
        }

        void compareEverything(Set<String> errors) {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
            ERROR.matcher(read("/tasks?limit=1000")).results().forEach(error -> errors.add(error.group(1)));
            get("/indexes?limit=100");
            get("/stats");
            for (int rank = 0; rank < 3; rank++) {
                get("/tasks?limit=1000&indexUids=" + volume(rank).substring("/indexes/".length()));
                get(volume(rank) + "/settings");
                get(volume(rank) + "/documents?limit=1000");
            }
            assertThat(accepted).isGreaterThan(CALLS / 4);
        }

        private static String volume(int rank) {
            return "/indexes/books-1-r" + rank;
        }

        private String volume() {
            return volume(random.nextInt(12) / 5);
        }

        private void write(int number) {
            String key = Seeds.pick(random, "id", "id", "id", "id", "id", "c");
            String tag = "customMetadata=miroir%3A" + number + "%3A0";
            switch (random.nextInt(18)) {
                case 16 -> json("PATCH", volume(), "{\"uid\":\"books-1-r" + random.nextInt(3) + "\"}");
                case 17 -> json("PATCH", volume(), "{\"uid\":\"books-1-r2\",\"primaryKey\":\"" + key + "\"}");
                case 0 -> json("POST", "/indexes", "{\"uid\":\"books-1-r" + random.nextInt(2) + "\"}");
                case 1 -> json("POST", "/indexes", "{\"uid\":\"books-1-r1\",\"primaryKey\":\"" + key + "\"}");
                case 2 -> json("PATCH", volume(), "{\"primaryKey\":\"" + key + "\"}");
                case 3, 4 -> json("PATCH", volume() + "/settings", settings(number));
                case 5 -> send("DELETE", random.nextInt(3) == 0 ? volume() : volume() + "/documents?" + tag, null, "");
                case 6, 7 -> json("POST", volume() + "/documents/delete-batch?" + tag, "[\"1\",2,\"no id\",\"a-3\"]");
                case 8, 9 -> json("POST", volume() + "/documents/delete?" + tag, "{\"filter\":" + filter() + "}");
                case 10 -> send("PUT", documents(key, tag) + "&skipCreation=true", "application/x-ndjson", lines());
                case 11, 12 -> send("PUT", documents(key, tag), "application/x-ndjson", lines());
                default -> send("POST", documents(key, tag), "application/x-ndjson", lines());
            }
        }

        private String documents(String key, String tag) {
            return volume() + "/documents?primaryKey=" + key + "&" + tag;
        }

        private String settings(int number) {
            String client = Seeds.pick(
                    random,
                    "{}",
                    "{\"filterableAttributes\":[\"c\"]}",
                    "{\"filterableAttributes\":[\"c\"],\"stopWords\":[\"w" + number + "\",\"a\"]}",
                    "{\"filterableAttributes\":[\"c\",\"_geo\"]}",
                    "{\"pagination\":{\"maxTotalHits\":3},\"sortableAttributes\":[\"f\",\"c\"]}");
            String bad = "{\"rankingRules\":[\"no rule\"]}";
            return random.nextInt(8) == 0 ? bad : NodeSettings.of(client).toString();
        }

        private String lines() {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i <= random.nextInt(4); i++) {
                String id = Seeds.pick(random, "" + random.nextInt(12), "\"a-" + random.nextInt(4) + "\"", "-7");
                lines.append("{\"id\":").append(random.nextInt(40) == 0 ? "\"bad id\"" : id);
                lines.append(random.nextInt(5) == 0 ? "" : ",\"c\":" + random.nextInt(3));
                lines.append(",\"f\":{\"é\":[1.50,null,\"\\u00e9\\n\"]}");
                lines.append(random.nextInt(12) > 0 ? "" : ",\"f" + random.nextInt(9) + "\":[{\"x\":{}}]");
                lines.append(random.nextInt(30) > 0 ? "" : ",\"_geo\":" + Seeds.pick(random, PLACES));
                lines.append(random.nextInt(9) > 0 ? "" : ",\"_vectors\":{}");
                lines.append(",\"_miroir_shard\":\"").append(ShardMarker.of(random.nextInt(4)));
                lines.append("\"}\n");
            }
            return lines.toString();
        }

        private String filter() {
            String marker = ShardMarker.of(random.nextInt(4)) + "\\\"";
            return Seeds.pick(
                    random,
                    "[\"_miroir_shard IN [\\\"" + marker + "]\"]",
                    "[\"_miroir_shard IN [\\\"" + marker + ",\\\"" + ShardMarker.of(1) + "\\\"]\",\"c = 1\"]",
                    "[\"_miroir_shard NOT IN [\\\"" + marker + "]\"]",
                    "\"c = 1\"",
                    "[[\"c = 1\",\"c = 2\"]]",
                    "\"c = \"");
        }

        private void read() {
            switch (random.nextInt(14)) {
                case 13 ->
                    get("/tasks?limit=" + random.nextInt(3) + "&reverse=" + random.nextBoolean() + "&from="
                            + random.nextInt(accepted + 5) + "&indexUids=books-1-r1,books-1-r2");
                case 0 -> get(Seeds.pick(random, "/health", "/version", "/stats", "/indexes", "/indexes?limit=1"));
                case 1 -> get(volume() + Seeds.pick(random, "", "/stats", "/settings", "/documents/1"));
                case 2 -> get("/tasks/" + random.nextInt(accepted + 2));
                case 3 -> get("/tasks?limit=1");
                case 4 -> get("/tasks?limit=200&uids=" + random.nextInt(accepted + 2) + ",9999," + accepted / 2);
                case 5 -> get("/tasks?limit=5&indexUids=books-1-r0&from=" + random.nextInt(accepted + 1));
                case 6 -> get("/tasks?limit=1&reverse=true&statuses=enqueued,processing&indexUids=books-1-r1");
                case 7 -> get(volume() + "/documents?limit=2&offset=1");
                case 8 -> search("{\"limit\":0,\"facets\":[\"_miroir_shard\"]}");
                case 9 -> search("{\"offset\":0,\"limit\":4,\"showRankingScoreDetails\":true}");
                case 10 ->
                    search("{\"q\":\"\",\"attributesToRetrieve\":[\"id\",\"_miroir_shard\"],\"limit\":9,\"filter\":"
                            + filter() + ",\"showRankingScore\":true}");
                case 11 -> fetch("{\"ids\":[\"1\",2,\"a-3\"],\"limit\":3,\"retrieveVectors\":true}");
                default ->
                    fetch("{\"fields\":[\"id\"],\"limit\":" + random.nextInt(9) + ",\"filter\":" + filter() + "}");
            }
        }

        private void search(String body) {
            json("POST", volume() + "/search", body);
        }

        private void fetch(String body) {
            json("POST", volume() + "/documents/fetch", body);
        }

        private void get(String path) {
            read(path);
        }

        private String read(String path) {
            EmbeddedRequest request = EmbeddedNodes.embedded(NodeRequest.get(NODE, path, Duration.ZERO));
            return new String(node.handle(request).body(), StandardCharsets.UTF_8);
        }

        private void json(String method, String path, String body) {
            send(method, path, "application/json", body);
        }

        private void send(String method, String path, @Nullable String type, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            NodeRequest request = new NodeRequest(NODE, method, path, type, bytes, Duration.ZERO);
            accepted += node.handle(EmbeddedNodes.embedded(request)).status() == 202 ? 1 : 0;
        }
    }
}
