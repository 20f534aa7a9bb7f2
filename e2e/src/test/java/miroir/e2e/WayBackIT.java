package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node is gone for good, the other one lacks a write and has moved: the way back, as an operator types it. */
final class WayBackIT {
    private int programs;

    @Test
    void a_node_that_moved_is_followed_and_its_copies_accepted() {
        try (Fleet fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 2, 2, 4, true))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes/books/documents", documents(0, 40)));
            fleet.nodeProgram(1).kill();
            miroir.succeed(miroir.post("/indexes/books/documents", documents(40, 60)));
            fleet.nodeProgram(0).kill();
            awaitDown(miroir, fleet.nodeId(0));
            JsonNode waits =
                    miroir.post("/indexes/books/documents", documents(60, 65)).json();

            int port = Program.freePort();
            Program moved = Program.jar(
                    List.of(
                            "node",
                            "--port",
                            "" + port,
                            "--data",
                            fleet.nodeData(1).toString()),
                    fleet.folder().resolve("moved.log"));
            try (moved) {
                Program compared = run(fleet, "verify", "books", "--wait");
                assertThat(compared.exitStatus()).isEqualTo(1);
                assertThat(compared.output()).contains("nothing was compared");
                Api.until(
                        "the node has moved",
                        () -> run(fleet, "node", "address", fleet.nodeId(1), "http://127.0.0.1:" + port, "--yes")
                                        .exitStatus()
                                == 0);
                Api.until(
                        "the node is up", () -> health(miroir, fleet.nodeId(1)).equals("up"));
                Api.Answer unread = miroir.get("/health");
                assertThat(unread.status()).as(unread.json().toString()).isEqualTo(503);
                assertThat(unread.json().path("message").asText())
                        .contains("every copy in sync is on a node that does not answer");
                assertThat(run(fleet, "accept-copy", "books", "--all", "--yes").exitStatus())
                        .isEqualTo(1);
                Program accepted = run(fleet, "accept-copy", "books", "--all", "--force", "--yes", "--wait");
                assertThat(accepted.exitStatus()).as(accepted.output()).isZero();
                assertThat(accepted.output()).contains("serves 40 documents now");
                assertThat(miroir.await(waits.path("taskUid").asLong())
                                .path("status")
                                .asText())
                        .isEqualTo("succeeded");
                JsonNode found =
                        miroir.post("/indexes/books/search", "{\"limit\":100}").json();
                assertThat(found.path("hits")).hasSize(45);
                assertThat(miroir.get("/health").status()).isEqualTo(200);
            }
        }
    }

    private Program run(Fleet fleet, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", fleet.miroirAddress().toString()));
        return Program.jar(all, fleet.folder().resolve("command-" + programs++ + ".log"));
    }

    private static String documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> "{\"id\":" + id + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void awaitDown(Api miroir, String node) {
        Api.until("the node is down", () -> health(miroir, node).equals("down"));
    }

    private static String health(Api miroir, String node) {
        for (JsonNode seen : miroir.get("/_miroir/topology").json().path("nodes")) {
            if (seen.path("id").asText().equals(node)) {
                return seen.path("health").asText();
            }
        }
        return "";
    }
}
