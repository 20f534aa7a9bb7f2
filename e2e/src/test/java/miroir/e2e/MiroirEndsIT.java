package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A Miroir that can do its work no more says so, ends with status 3, and has all it promised when it is started again. */
final class MiroirEndsIT {
    private static final int ENDED = 3;
    private static final int SMALL_KIB = 300;

    @Test
    void a_disk_that_is_full_ends_it_and_nothing_accepted_is_lost() {
        try (Fleet fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 2, 2, 4, false))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"docs\",\"primaryKey\":\"id\"}"));
            fleet.miroirProgram().kill();
            fleet.startMiroirWithSmallDisk(SMALL_KIB);
            List<Long> accepted = writeUntilRefused(miroir);
            Api.Answer health = miroir.get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().path("code").asText()).isEqualTo("miroir_unavailable");
            assertThat(health.json().path("message").asText()).contains("store failed");
            assertThat(miroir.get("/_miroir/health").json().path("status").asText())
                    .isEqualTo("unavailable");
            assertThat(miroir.get("/tasks").status())
                    .as("no read waits for what is gone")
                    .isEqualTo(503);
            assertThat(fleet.miroirProgram().exitStatus()).isEqualTo(ENDED);

            fleet.startMiroir();
            assertThat(accepted).isNotEmpty();
            for (long uid : accepted) {
                JsonNode task = miroir.await(uid);
                assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
            }
            // the one that was refused may be there or not
            assertThat(miroir.get("/indexes/docs/documents?limit=1")
                            .json()
                            .path("total")
                            .asInt())
                    .isBetween(accepted.size(), accepted.size() + 1);
        }
    }

    @Test
    void a_disk_that_is_full_while_copies_move_costs_no_document() {
        Fleet.Shape shape = new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 2, 1, 16, true);
        try (Fleet fleet = Fleet.start(shape)) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes/docs/documents", documents(2000, 4000)));
            int fresh = fleet.addNode();
            fleet.miroirProgram().kill();
            fleet.startMiroirWithSmallDisk(2 * SMALL_KIB);
            fleet.awaitNodesUp();
            JsonNode plan = miroir.post(
                            "/_miroir/plans",
                            "{\"addNodes\":[{\"id\":\"" + fleet.nodeId(fresh) + "\",\"address\":\""
                                    + fleet.nodeAddress(fresh) + "\",\"group\":0}]}")
                    .json();
            String operation = miroir.post(
                            "/_miroir/plans/" + plan.path("planId").asText() + "/apply", "")
                    .json()
                    .path("operationId")
                    .asText();
            List<Long> accepted = writeUntilRefused(miroir);
            assertThat(fleet.miroirProgram().exitStatus()).isEqualTo(ENDED);

            fleet.startMiroir();
            for (long uid : accepted) {
                JsonNode task = miroir.await(uid);
                assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
            }
            Api.until(
                    "the operation ends",
                    () -> !miroir.get("/_miroir/operations/" + operation)
                            .json()
                            .path("status")
                            .asText()
                            .equals("running"));
            JsonNode ended = miroir.get("/_miroir/operations/" + operation).json();
            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
            assertThat(miroir.get("/indexes/docs/documents?limit=1")
                            .json()
                            .path("total")
                            .asInt())
                    .isBetween(2000 + accepted.size(), 2001 + accepted.size());
        }
    }

    private static String documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"id\":" + i + ",\"title\":\"film number " + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Tasks with long metadata that does not get smaller by compression: the store grows with each. */
    private static List<Long> writeUntilRefused(Api miroir) {
        Random random = new Random(1);
        List<Long> accepted = new ArrayList<>();
        while (accepted.size() < 5000) {
            String metadata = random.ints(5000, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            try {
                Api.Answer answer = miroir.post(
                        "/indexes/docs/documents?customMetadata=" + metadata, "[{\"id\":" + accepted.size() + "}]");
                if (answer.status() != 202) {
                    assertThat(answer.status()).isEqualTo(503);
                    return accepted;
                }
                accepted.add(answer.json().path("taskUid").asLong());
            } catch (UncheckedIOException e) {
                throw new AssertionError("it ended before it said so", e);
            }
        }
        throw new AssertionError("the disk does not get full");
    }
}
