package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandsTest extends ClientTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node add d http://d:1 --group 2|{\"addNodes\":[{\"id\":\"d\",\"address\":\"http://d:1\",\"group\":2}]}",
                "node add d http://d:1 --node-key k|{\"addNodes\":[{\"id\":\"d\",\"address\":\"http://d:1\",\"key\":\"k\",\"group\":0}]}",
                "node drain a|{\"drainNodes\":[\"a\"]}",
                "node remove a|{\"removeNodes\":[\"a\"]}",
                "node replace a e http://e:1|{\"replaceNodes\":[{\"from\":\"a\",\"to\":{\"id\":\"e\",\"address\":\"http://e:1\"}}]}",
                "group add 1 x=http://x:1 y=http://y:1|{\"addGroups\":[{\"group\":1,\"nodes\":[{\"id\":\"x\",\"address\":\"http://x:1\"},{\"id\":\"y\",\"address\":\"http://y:1\"}]}]}",
                "group remove 1|{\"removeGroups\":[1]}",
                "rf 3|{\"replicationFactor\":3}"
            })
    void every_change_can_be_looked_at_and_made(String command, String wish) {
        miroir.on("POST plans", 200, PLAN).on("POST plans/p1/apply", 202, STARTED);

        assertThat(run(("plan " + command).split(" ", -1))).isZero();
        assertThat(miroir.calls).containsExactly("POST plans " + wish);
        assertThat(run((command + " --yes").split(" ", -1))).isZero();
        assertThat(miroir.calls).containsExactly("POST plans " + wish, "POST plans " + wish, "POST plans/p1/apply");
        assertThat(questions).isEmpty();
        assertThat(out.toString()).contains("operation op1: It runs.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_node_named_twice_is_sent_twice_so_that_it_is_refused() {
        miroir.on("POST plans", 400, "{\"message\":\"`x` is named twice\",\"code\":\"bad_request\"}");

        assertThat(run("group", "add", "1", "x=http://x:1", "x=http://y:1", "--yes"))
                .isEqualTo(2);
        assertThat(miroir.calls)
                .containsExactly("POST plans {\"addGroups\":[{\"group\":1,\"nodes\":["
                        + "{\"id\":\"x\",\"address\":\"http://x:1\"},{\"id\":\"x\",\"address\":\"http://y:1\"}]}]}");
        assertThat(err.toString()).contains("`x` is named twice (bad_request)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan rebalance|{}",
                "plan fail-node a|{\"failNodes\":[\"a\"]}",
                "plan fail-group 1|{\"failGroups\":[1]}"
            })
    void what_if_questions_are_answered_by_a_plan(String command, String wish) {
        miroir.on("POST plans", 200, PLAN.replace("\"applicable\": true", "\"applicable\": false"));

        assertThat(run(command.split(" ", -1))).isZero();
        assertThat(miroir.calls).containsExactly("POST plans " + wish);
    }

    @Test
    void a_plan_is_shown_in_words() {
        miroir.on("POST plans", 200, PLAN);

        run("plan", "node", "drain", "a");

        assertThat(out.toString().lines())
                .containsExactly(
                        "plan p1 for topology version 7",
                        "  moves        3 copies, 1,234 documents, 2.0 MB; the fewest possible are 3",
                        "  takes        42 s to 2 min 5 s (no move was measured yet)",
                        "  per node     10 to 22 copies now, 16 after",
                        "  live copies  of each shard at least 2 now, 1 during, 2 after",
                        "  extra disk   at most d 2.0 MB",
                        "    books: a -> d, 2 shards",
                        "    books: one more copy -> d, 1 shard",
                        "    films on a: 1 copy goes without another",
                        "  warning      during: a shard has one live copy");
    }

    @Test
    void a_change_is_made_only_after_a_yes() {
        miroir.on("POST plans", 200, PLAN).on("POST plans/p1/apply", 202, STARTED);

        answer = Optional.of(false);
        assertThat(run("node", "drain", "a")).isEqualTo(1);
        assertThat(miroir.calls).hasSize(1);
        answer = Optional.of(true);
        assertThat(run("node", "drain", "a")).isZero();

        assertThat(questions).containsExactly("Apply?", "Apply?");
        assertThat(miroir.calls).hasSize(3).last().isEqualTo("POST plans/p1/apply");
    }

    @Test
    void where_nobody_can_be_asked_the_command_that_applies_is_named() {
        miroir.on("POST plans", 200, PLAN).on("POST plans/p1/apply", 202, STARTED);

        assertThat(run("node", "drain", "a")).isEqualTo(1);
        assertThat(err.toString()).contains("miroir apply p1");
        assertThat(miroir.calls).hasSize(1);

        assertThat(run("apply", "p1")).isZero();
        assertThat(miroir.calls).last().isEqualTo("POST plans/p1/apply");
    }

    @Test
    void a_refused_plan_fails_and_is_not_applied_even_with_yes() {
        miroir.on("POST plans", 200, REFUSED);

        assertThat(run("node", "remove", "a", "--yes")).isEqualTo(1);
        assertThat(run("plan", "node", "remove", "a")).isEqualTo(1);

        assertThat(out.toString()).contains("refused      node a has the last copy of books shard 3 (last_copy)");
        assertThat(miroir.calls).noneMatch(call -> call.contains("apply"));
    }

    @Test
    void an_error_of_the_api_is_told_and_fails_with_1_or_when_the_request_is_wrong_with_2() {
        miroir.on("POST plans", 400, "{\"message\":\"Invalid value\",\"code\":\"bad_request\"}")
                .on("POST operations/op1/pause", 404, "{\"message\":\"None.\",\"code\":\"operation_not_found\"}")
                .on("POST plans/p1/apply", 409, "{\"message\":\"Old.\",\"code\":\"plan_outdated\",\"planId\":\"p2\"}");

        assertThat(run("node", "drain", "?")).isEqualTo(2);
        assertThat(run("pause", "op1")).isEqualTo(1);
        assertThat(run("apply", "p1", "--json")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "miroir: Invalid value (bad_request)",
                        "miroir: None. (operation_not_found)",
                        "miroir: Old. The same change on today's topology is plan p2. (plan_outdated)");
        assertThat(out.toString()).contains("\"planId\":\"p2\"");
    }

    @Test
    void a_miroir_that_does_not_answer_is_named() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(run(Map.of(), "topology", "--url", "http://127.0.0.1:" + free + "/"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no answer from http://127.0.0.1:" + free + "/_miroir/");
    }

    @Test
    void the_key_is_sent_and_the_client_names_itself() {
        miroir.on("GET topology", 200, "{}");

        run("topology", "--key", "k1");
        run(Map.of("MIROIR_URL", miroir.url(), "MIROIR_KEY", "k2"), "topology");
        run(Map.of("MIROIR_URL", miroir.url(), "MIROIR_KEY", "k${HOME:-x}"), "topology");

        assertThat(miroir.headers)
                .containsExactly("miroir-cli Bearer k1", "miroir-cli Bearer k2", "miroir-cli Bearer k${HOME:-x}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "group",
                "plan",
                "plan node",
                "plan nothing",
                "node destroy a",
                "node add a",
                "node --port 1 drain a",
                "node drain a b",
                "group add 1",
                "group add 1 nodes",
                "group remove one",
                "rf",
                "rf two",
                "apply",
                "throttle op1",
                "throttle op1 --concurrent-moves x",
                "topology --wait",
                "pause op1 --wait",
                "plan rf 2 --yes",
                "topology --url nonsense",
                "topology --url ftp://a"
            })
    void wrong_use_exits_with_2_and_asks_nothing_of_miroir(String command) {
        assertThat(run(command.split(" ", -1))).isEqualTo(2);
        assertThat(miroir.calls).isEmpty();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topology",
                "operations",
                "plans",
                "node add",
                "node drain",
                "node remove",
                "node replace",
                "group",
                "group add",
                "group remove",
                "rf",
                "plan",
                "plan node",
                "plan node add",
                "plan fail-node",
                "plan rebalance",
                "apply",
                "pause",
                "resume",
                "cancel",
                "retry",
                "throttle",
                "verify",
                "repair"
            })
    void every_command_explains_itself(String command) {
        assertThat(run((command + " --help").split(" ", -1))).isZero();
        assertThat(out.toString()).startsWith("Usage: miroir " + command);
        assertThat(err.toString()).isEmpty();
    }
}
