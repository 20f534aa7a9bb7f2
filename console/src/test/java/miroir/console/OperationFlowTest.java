package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import miroir.core.operation.OperationStatus;
import miroir.engine.api.Operator.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs: seen, steered, and only as safe as it says. */
class OperationFlowTest {
    private static final String ONE = "/console/operations/op-1";

    private final FakeOperator operator = new FakeOperator(wish -> SamplePlans.of(Pictures.healthy(), wish));
    private final Site site = Site.of(new FixedEngine(Pictures.healthy(), Samples.tasks(), Samples.films()), operator);

    @AfterEach
    void stop() {
        site.close();
    }

    private void runs(OperationStatus status, String... safe) {
        operator.keep("p-1", SamplePlans.of(Pictures.healthy(), SampleWishes.drain("node-b")));
        operator.add(FakeOperator.drain("op-1", "p-1", status, safe));
    }

    @Test
    void a_running_operation_shows_its_moves_and_refreshes_itself() {
        runs(OperationStatus.RUNNING);
        String page = site.get(ONE).body();
        assertThat(page)
                .contains("Drain node-b", "45 %", "2 of 7", "58,520 of 129,220", "hx-trigger=\"every 2s\"")
                .contains(
                        "42 ms", "node-a answered 507: no space left", "2 moves at a time, at most 20.0 MB per second")
                .contains("href=\"/console/plans/p-1\"");
        assertThat(page.indexOf("Failed</span>")).as("failures first").isLessThan(page.indexOf("Copying</span>"));
        assertThat(site.get(ONE + "?moves=failed").body()).contains("507").doesNotContain("42 ms");
        String fragment = site.fragment(ONE, "operation-live").body();
        assertThat(fragment).startsWith("<div id=\"operation-live\"").contains("id=\"top-running\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "FAILED", "CANCELED"})
    void an_operation_that_ended_is_not_asked_for_any_more(OperationStatus status) {
        runs(status);
        assertThat(site.get(ONE).body()).doesNotContain("hx-trigger", "order-pause", "order-cancel");
        assertThat(site.get("/console").body()).doesNotContain("chip-busy");
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, pause, resume", "PAUSED, resume, pause", "FAILED, retry, pause"})
    void only_orders_that_make_sense_now_are_offered(OperationStatus status, String offered, String absent) {
        runs(status);
        assertThat(site.get(ONE).body())
                .contains("id=\"order-" + offered + "\"")
                .doesNotContain("id=\"order-" + absent + "\"");
        HttpResponse<String> answer = site.submit(ONE, ONE + "/" + offered, "");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(ONE);
        assertThat(operator.orders).containsExactly(offered + " op-1");
    }

    @Test
    void the_latest_plans_stand_below_the_operations_with_what_became_of_them() {
        assertThat(site.get("/console/operations").body()).doesNotContain("plans-table");
        runs(OperationStatus.RUNNING);
        operator.keep("p-2", SamplePlans.of(Pictures.healthy(), SampleWishes.drain("node-a")));
        String page = site.get("/console/operations").body();
        String table = page.substring(page.indexOf("id=\"plans-table\""));
        assertThat(table)
                .contains("<a href=\"/console/plans/p-1\">Plan p-1</a>", "Applied", "href=\"/console/operations/op-1\"")
                .contains("<a href=\"/console/plans/p-2\">Plan p-2</a>", "Not applied");
        assertThat(site.fragment("/console/operations", "operations-live").body())
                .as("what is asked for every few seconds")
                .doesNotContain("plans-table");
    }

    @Test
    void safe_to_stop_is_said_of_listed_nodes_only() {
        runs(OperationStatus.RUNNING);
        assertThat(site.get(ONE).body())
                .contains("Do not switch off <strong>node-b</strong> yet")
                .doesNotContain("safe to stop");
        operator.add(FakeOperator.drain("op-2", "p-1", OperationStatus.RUNNING, "node-b"));
        assertThat(site.get("/console/operations/op-2").body())
                .contains("<strong>node-b</strong> holds nothing any more, verified: it is safe to stop.")
                .doesNotContain("Do not switch off");
        assertThat(site.get("/console/nodes/node-b").body())
                .as("a node that takes part again, whatever an old operation found")
                .doesNotContain("safe to stop");
    }

    @Test
    void canceling_is_confirmed_on_a_page_that_says_what_stays() {
        runs(OperationStatus.RUNNING);
        String confirm = site.get(ONE + "/cancel").body();
        assertThat(confirm).contains("Cancel: Drain node-b", "2 copies that are done stay", "Keep it running");
        assertThat(operator.orders).isEmpty();
        assertThat(site.submit(ONE + "/cancel", ONE + "/cancel", "").statusCode())
                .isEqualTo(303);
        assertThat(operator.orders).containsExactly("cancel op-1");
    }

    @ParameterizedTest
    @CsvSource({"2, 1.5, MB, 1500000 2", "4, '', MB, 0 4", "1, 0, kB, 0 1", "3, 250, kB, 250000 3", "1, 7, B, 7 1"})
    void the_speed_is_given_with_its_unit(String moves, String rate, String unit, String order) {
        runs(OperationStatus.RUNNING);
        site.submit(ONE + "/throttle", ONE + "/throttle", "moves=" + moves + "&rate=" + rate + "&unit=" + unit);
        assertThat(operator.orders).containsExactly("throttle op-1 " + order);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, a number from 1", "65, 1, a number from 1", "1, x, a number up to", "1, 2000000, a number up to"
    })
    void a_speed_that_makes_no_sense_comes_back(String moves, String rate, String message) {
        runs(OperationStatus.RUNNING);
        HttpResponse<String> again =
                site.submit(ONE + "/throttle", ONE + "/throttle", "moves=" + moves + "&unit=MB&rate=" + rate);
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains(message, "value=\"" + rate + "\"");
        assertThat(operator.orders).isEmpty();
    }

    @Test
    void a_refused_order_gives_the_reason() {
        runs(OperationStatus.RUNNING);
        operator.next = new Decision(Decision.Kind.REFUSED, "", "It has just ended.");
        HttpResponse<String> refused = site.submit(ONE, ONE + "/pause", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("It has just ended.", "href=\"" + ONE + "\"");
    }

    @Test
    void what_runs_is_seen_on_every_page() {
        runs(OperationStatus.RUNNING);
        for (String path : new String[] {"/console", "/console/search", "/console/help", "/console/audit"}) {
            assertThat(site.get(path).body()).contains("Drain node-b · 45 %", "1 running", "href=\"" + ONE + "\"");
        }
        assertThat(site.get("/console").body()).contains("Running operations");
        assertThat(site.get("/console/operations").body()).contains("1 operation runs.", "Change of the topology");
    }

    @Test
    void verify_and_repair_start_on_the_shards_page_and_end_with_a_finding() {
        String shards = "/console/shards?index=movies";
        assertThat(site.submit(shards, "/console/indexes/movies/verify", "")
                        .headers()
                        .firstValue("Location"))
                .contains("/console/operations/op-new");
        site.submit(shards, "/console/indexes/movies/repair", "");
        assertThat(operator.orders).containsExactly("verify movies", "repair movies");
        operator.add(FakeOperator.verified("op-3", 3, 0));
        operator.add(FakeOperator.verified("op-4", 3, 3));
        operator.add(FakeOperator.verified("op-5", 0, 0));
        assertThat(site.get("/console/operations/op-3").body())
                .contains("128 shards compared: 3 copies differ.", "Repair the");
        assertThat(site.get("/console/operations/op-4").body())
                .contains(
                        "3 copies differ, 3 repaired.",
                        "Shard 5: node-b differs; believed is node-a: it is searched first.");
        assertThat(site.get("/console/operations/op-5").body()).contains("all copies agree.");
    }

    @Test
    void verifying_what_is_not_there_or_not_possible_says_so() {
        operator.next = new Decision(Decision.Kind.NOT_FOUND, "", "");
        assertThat(site.submit("/console/shards", "/console/indexes/nope/verify", "")
                        .statusCode())
                .isEqualTo(404);
        operator.next = new Decision(Decision.Kind.REFUSED, "", "A move runs on it.");
        assertThat(site.submit("/console/shards", "/console/indexes/a%2Fb/verify", "")
                        .body())
                .contains("A move runs on it.");
        assertThat(operator.orders).containsExactly("verify nope", "verify a/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/operations/nope",
                "/console/operations/nope/cancel",
                "/console/operations/nope/throttle",
                "/console/plans/nope",
                "/console/plans/nope/apply",
                "/console/nodes/nope/replace",
                "/console/export/plans/nope/moves.csv"
            })
    void unknown_ids_are_not_found(String path) {
        assertThat(site.get(path).statusCode()).isEqualTo(404);
        assertThat(site.get(path).body()).contains("<h1>Not found</h1>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/topology",
                "/console/operations",
                "/console/operations/op-1",
                "/console/operations/op-1/cancel",
                "/console/operations/op-1/throttle",
                "/console/plans/p-1",
                "/console/plans/p-1/apply",
                "/console/nodes/node-b/replace",
                "/console/audit"
            })
    void every_new_page_is_whole_and_keeps_the_policy(String path) {
        runs(OperationStatus.RUNNING);
        HttpResponse<String> page = site.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        assertThat(page.body()).startsWith("<!doctype html>").contains("</html>");
        assertThat(page.body().split("<h1", -1)).as("one h1").hasSize(2);
        assertThat(page.body()).doesNotContain(" style=", "onclick");
    }

    @Test
    void the_audit_tells_when_in_utc_and_what_changed() {
        String page = site.get("/console/audit").body();
        assertThat(page).contains("2026-11-22 12:05:23 UTC", "added node", "node-e", "http://10.0.0.15:7700", "r-2");
        assertThat(site.get("/console/export/audit.csv").body().lines()).hasSize(3);
    }

    @Test
    void a_page_with_something_to_type_is_never_reloaded() {
        runs(OperationStatus.RUNNING);
        for (String path : new String[] {"/console/topology", ONE + "/throttle", "/console/nodes/node-b/replace"}) {
            assertThat(site.get(path).body()).doesNotContain("http-equiv=\"refresh\"");
        }
        assertThat(site.get(ONE).body()).contains("http-equiv=\"refresh\"");
    }

    @Test
    void a_failed_operation_says_what_went_wrong() {
        operator.add(FakeOperator.drain("op-1", null, OperationStatus.FAILED));
        assertThat(site.get(ONE).body()).contains("One move failed three times.");
    }
}
