package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationCommandsTest extends ClientTest {
    @Test
    void waiting_shows_progress_and_ends_with_what_may_be_switched_off() {
        miroir.on("POST plans", 200, PLAN)
                .on("POST plans/p1/apply", 202, STARTED)
                .on("GET operations/op1", 200, operation("running", ""))
                .on("GET operations/op1", 200, operation("succeeded", ", \"safeToStop\": [\"a\"]"));

        assertThat(run("node", "drain", "a", "--yes", "--wait")).isZero();

        assertThat(err.toString())
                .contains("running, copying, 1 of 3 copies, 5 of 1,234 documents")
                .contains("succeeded");
        assertThat(out.toString().strip()).endsWith("node a is safe to stop");
    }

    @Test
    void nothing_is_called_safe_that_the_operation_does_not_list() {
        miroir.on("POST plans", 200, PLAN)
                .on("POST plans/p1/apply", 202, STARTED)
                .on("GET operations/op1", 200, operation("canceled", ", \"safeToStop\": []"));

        assertThat(run("node", "drain", "a", "--yes", "--wait")).isEqualTo(1);
        assertThat(out + "" + err).doesNotContain("safe to stop");
    }

    @Test
    void a_failed_operation_fails_the_command_that_waits_with_its_reasons() {
        miroir.on("POST operations/op1/resume", 200, STARTED).on("GET operations/op1", 200, operation("failed", """
                        , "error": "a move failed", "moves": [{"index": "books", "shard": 3, "to": "d",
                          "phase": "failed", "error": "no answer"}]"""));

        assertThat(run("resume", "op1", "--wait")).isEqualTo(1);
        assertThat(out.toString()).contains("error: a move failed", "books shard 3 to d failed: no answer");
    }

    @ParameterizedTest
    @CsvSource({"verify, 0, 0, 0", "verify, 2, 0, 1", "repair, 0, 0, 0", "repair, 2, 2, 0", "repair, 2, 1, 1"})
    void a_comparison_ends_with_what_it_found_and_fails_when_copies_still_differ(
            String command, int differing, int repaired, int status) {
        String result = "{\"compared\": 128, \"differing\": " + differing + ", \"repaired\": " + repaired
                + ", \"verdicts\": [{\"shard\": 3, \"believed\": [\"a\", \"b\"], \"differing\": [\"c\"],"
                + " \"why\": \"2 of 3 copies agree\"}]}";
        miroir.on("POST indexes/my%20books/" + command, 202, STARTED)
                .on("GET operations/op1", 200, operation("succeeded", ", \"result\": " + result));

        assertThat(run(command, "my books", "--wait")).isEqualTo(status);
        assertThat(out.toString())
                .contains("128 shards compared: " + differing + " copies differ, " + repaired + " repaired")
                .contains("shard 3: c differs; believed a, b: 2 of 3 copies agree");
    }

    @ParameterizedTest
    @CsvSource({
        "pause op1, POST operations/op1/pause",
        "resume op1, POST operations/op1/resume",
        "cancel op1, POST operations/op1/cancel",
        "retry op1, POST operations/op1/retry",
        "repair books, POST indexes/books/repair",
        "throttle op1 --bytes-per-second 5, POST operations/op1/throttle {\"bytesPerSecond\":5}",
        "throttle op1 --concurrent-moves 2, POST operations/op1/throttle {\"concurrentMoves\":2}"
    })
    void orders_reach_miroir(String command, String call) {
        miroir.on(call.replaceFirst(" \\{.*", ""), 200, STARTED);

        assertThat(run((command + " --yes").split(" ", -1))).isZero();
        assertThat(miroir.calls).containsExactly(call);
        assertThat(out.toString()).contains("operation op1: It runs.");
    }

    @Test
    void the_topology_and_the_operations_are_listed() {
        miroir.on("GET topology", 200, """
                {"version": 7, "replicationFactor": 2, "nodes": [{"id": "a", "address": "http://a:1", "group": 0,
                 "wanted": "draining", "status": "draining", "reason": "3 copies left", "copies": 3,
                 "documents": 12345, "bytes": 2000000}]}
                """).on("GET operations", 200, "[" + operation("running", "") + "]");

        assertThat(run("topology")).isZero();
        assertThat(run("operations")).isZero();

        assertThat(out.toString())
                .contains("topology version 7, replication factor 2", "http://a:1", "12,345", "3 copies left")
                .contains("op1  Drain a: running, copying, 1 of 3 copies");
    }

    @Test
    void the_latest_plans_are_listed_with_what_became_of_them() {
        String entry = "{\"planId\": \"%s\", \"createdAt\": \"2026-03-01T12:00:00Z\", \"title\": \"Drain a\","
                + " \"applicable\": %s, \"whatIf\": %s, \"operationId\": %s,"
                + " \"totals\": {\"copies\": %d, \"documents\": 1234, \"bytes\": 2000000}}";
        miroir.on(
                "GET plans",
                200,
                "[" + entry.formatted("p4", true, false, null, 3) + ","
                        + entry.formatted("p3", true, false, "\"op1\"", 0)
                        + "," + entry.formatted("p2", false, false, null, 1) + ","
                        + entry.formatted("p1", false, true, null, 1) + "]");

        assertThat(run("plans")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "p4  2026-03-01T12:00:00Z  Drain a: moves 3 copies, 1,234 documents, 2.0 MB; not applied",
                        "p3  2026-03-01T12:00:00Z  Drain a: moves nothing; applied by operation op1",
                        "p2  2026-03-01T12:00:00Z  Drain a: moves 1 copy, 1,234 documents, 2.0 MB; cannot be applied",
                        "p1  2026-03-01T12:00:00Z  Drain a: moves 1 copy, 1,234 documents, 2.0 MB; only shows");
    }

    @Test
    void json_is_the_answer_of_the_api_and_nothing_else() {
        miroir.on("POST plans", 200, PLAN)
                .on("POST plans/p1/apply", 202, STARTED)
                .on("GET topology", 200, "{\"version\":7}");

        assertThat(run("topology", "--json")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("{\"version\":7}");
        out.getBuffer().setLength(0);
        assertThat(run("node", "drain", "a", "--yes", "--json")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines(STARTED);
        assertThat(err.toString()).contains("plan p1");
        out.getBuffer().setLength(0);
        assertThat(run("node", "drain", "a", "--json")).isEqualTo(1);
        assertThat(out.toString()).isEqualToIgnoringNewLines(PLAN);
    }
}
