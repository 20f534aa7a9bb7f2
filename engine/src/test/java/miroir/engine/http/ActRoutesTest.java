package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import miroir.engine.api.Operator.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActRoutesTest {
    private final FakeOperator operator = new FakeOperator();

    @TempDir
    Path folder;

    private ServedApi api;

    @BeforeEach
    void start() {
        api = new ServedApi(folder, operator);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private ServedApi.Answer patch(String path, String body) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void assertError(ServedApi.Answer answer, int status, String code, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.body().path("code").asText()).as(answer.text()).isEqualTo(code);
        assertThat(answer.body().path("type").asText()).isEqualTo(type);
        assertThat(answer.body().path("message").asText()).isNotEmpty();
    }

    @Test
    void what_is_left_of_a_shard_is_told() {
        ServedApi.Answer one = api.get("/_miroir/indexes/books/shards/7/candidates");
        assertThat(one.status()).isEqualTo(200);
        assertThat(one.text())
                .isEqualTo("{\"shard\":7,\"documents\":null,\"inSync\":[],\"unreadable\":[\"node-1\"],\"mayReturn\":[],"
                        + "\"recommended\":\"node-2\",\"withheld\":\"\",\"candidates\":[{\"node\":\"node-2\",\"group\":0,\"rank\":1,"
                        + "\"state\":\"stale\",\"since\":\"2026-03-01T12:00:00.500Z\",\"reason\":\"missed task 7\","
                        + "\"documents\":120,\"writesSince\":3,\"trouble\":\"\",\"givesUp\":[]}]}");
        assertThat(api.get("/_miroir/indexes/books/candidates")
                        .body()
                        .path(0)
                        .path("shard")
                        .asInt())
                .isEqualTo(4);
        assertError(api.get("/_miroir/indexes/none/candidates"), 404, "index_not_found", "invalid_request");
        assertError(api.get("/_miroir/indexes/none/shards/1/candidates"), 404, "shard_not_found", "miroir");
        assertError(api.get("/_miroir/indexes/books/shards/x/candidates"), 404, "shard_not_found", "miroir");
    }

    @Test
    void copies_are_accepted() {
        assertThat(api.post("/_miroir/indexes/books/shards/3/accept", "{\"node\":\"b\"}")
                        .status())
                .isEqualTo(202);
        assertThat(api.post("/_miroir/indexes/books/accept", "{\"shards\":\"all\",\"force\":true}")
                        .status())
                .isEqualTo(202);
        ServedApi.Answer many =
                api.post("/_miroir/indexes/books/accept", "{\"shards\":[{\"shard\":3,\"node\":\"b\"}]}");
        assertThat(many.body().path("operationId").asText()).isEqualTo("op-9");
        assertThat(operator.asked)
                .containsExactly(
                        "accept AcceptWish[index=books, choices=[Choice[shard=3, node=b]], force=false] by api",
                        "accept AcceptWish[index=books, choices=null, force=true] by api",
                        "accept AcceptWish[index=books, choices=[Choice[shard=3, node=b]], force=false] by api");
        operator.decision = new Decision(Decision.Kind.REFUSED, "", "Shard 3 has a copy in sync.");
        assertError(
                api.post("/_miroir/indexes/books/shards/3/accept", "{\"node\":\"b\"}"),
                409,
                "operation_refused",
                "miroir");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "shards/3/accept; {}",
                "shards/3/accept; {\"node\":3}",
                "shards/3/accept; {\"node\":\"b\",\"shards\":\"all\"}",
                "accept; {}",
                "accept; {\"shards\":\"some\"}",
                "accept; {\"shards\":[]}",
                "accept; {\"shards\":[{\"shard\":-1,\"node\":\"b\"}]}",
                "accept; {\"shards\":[{\"shard\":1}]}",
                "accept; {\"shards\":[{\"shard\":1,\"node\":\"b\"},{\"shard\":1,\"node\":\"c\"}]}",
                "accept; [1]"
            })
    void what_is_no_choice_is_refused(String path, String body) {
        assertError(api.post("/_miroir/indexes/books/" + path, body), 400, "bad_request", "invalid_request");
        assertThat(operator.asked).isEmpty();
    }

    @Test
    void a_node_gets_another_address_or_key_which_is_not_told() {
        ServedApi.Answer moved = patch("/_miroir/nodes/a", "{\"address\":\"HTTP://H:7700/\",\"key\":\"k\"}");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body().path("nodeId").asText()).isEqualTo("op-9");
        assertThat(operator.asked).containsExactly("change node a at http://h:7700 with another key to key k by api");
        assertThat(moved.text()).doesNotContain("\"k\"");
        operator.decision = new Decision(Decision.Kind.REFUSED, "", "It is node b.");
        assertError(patch("/_miroir/nodes/a", "{\"key\":\"k\"}"), 409, "node_refused", "miroir");
        operator.decision = new Decision(Decision.Kind.NOT_FOUND, "", "");
        assertError(patch("/_miroir/nodes/a", "{\"key\":\"k\"}"), 404, "node_not_found", "miroir");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}",
                "{\"force\":true}",
                "{\"address\":\"ftp://h\"}",
                "{\"address\":7}",
                "{\"key\":\"\"}",
                "{\"key\":\" a\"}",
                "{\"key\":null}",
                "{\"group\":1}"
            })
    void what_is_no_change_is_refused(String body) {
        assertError(patch("/_miroir/nodes/a", body), 400, "bad_request", "invalid_request");
        assertThat(operator.asked).isEmpty();
    }
}
