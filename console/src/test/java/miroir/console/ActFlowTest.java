package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import miroir.engine.api.Operator.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done when something was lost or has moved: shown with its cost, asked for, ordered. */
class ActFlowTest {
    private static final String ALL = "/console/indexes/movies/accept";
    private static final String ONE = ALL + "?shard=7";
    private static final String NODE = "/console/nodes/node-a";

    private final FakeOperator operator = new FakeOperator(wish -> SamplePlans.of(Pictures.healthy(), wish));
    private final Site site = Site.of(new FixedEngine(Pictures.healthy(), Samples.tasks(), Samples.films()), operator);

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void what_is_left_is_shown_before_a_copy_is_accepted() {
        String page = site.get(ONE).body();
        assertThat(page)
                .contains(
                        "Accept a copy of movies shard 7", "118 documents", "missed task &lt;7&gt;", "3 writes to the")
                .contains("not now: node node-c is down", "No copy is in sync.", "/_miroir/indexes/movies/accept")
                .contains("value=\"node-b\" checked")
                .doesNotContain("accept-force");
        assertThat(operator.orders).isEmpty();
        HttpResponse<String> mistyped = site.submit(ONE, ONE, "shard-7=node-b&word=film");
        assertThat(mistyped.statusCode()).isEqualTo(422);
        assertThat(mistyped.body()).contains("Type movies to go on. Nothing was changed.");
        HttpResponse<String> answer = site.submit(ONE, ONE, "shard-7=node-b&word=movies");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/console/operations/op-new");
        assertThat(operator.orders)
                .containsExactly(
                        "accept AcceptWish[index=movies, choices=[Choice[shard=7, node=node-b]], force=false]");
    }

    @Test
    void several_shards_are_accepted_together_and_some_left_as_they_are() {
        String page = site.get(ALL).body();
        assertThat(page)
                .contains(
                        "Accept copies of movies", "is in sync, but cannot be read now", "120 documents when last seen")
                .contains("accept-force", "The last copy was on node-d")
                .contains("118 documents accepted, 2 shards left as they are")
                .contains("value=\"node-b\" checked", "id=\"accept-12-none\" name=\"shard-12\" value=\"\" checked")
                .contains("No copy is recommended: the copy on node-c may have documents and is not counted")
                .contains("gives up: the copy on node-c may have documents", "id=\"accept-9-none\"")
                .doesNotContain("name=\"shard-12\" value=\"node-b\" checked")
                .doesNotContain("name=\"shard-9\" value=\"node-b\" checked");
        site.submit(ALL, ALL, "shard-7=&shard-9=node-b&force=1&word=movies");
        assertThat(operator.orders)
                .containsExactly("accept AcceptWish[index=movies, choices=[Choice[shard=9, node=node-b]], force=true]");
        assertThat(site.submit(ALL, ALL, "shard-7=&word=movies").body()).contains("No copy was chosen");
        operator.next = new Decision(Decision.Kind.REFUSED, "", "Shard 9 has a copy in sync.");
        assertThat(site.submit(ALL, ALL, "shard-9=node-b&word=movies").body()).contains("Shard 9 has a copy in sync.");
        assertThat(site.get("/console/indexes/none/accept").statusCode()).isEqualTo(404);
    }

    @Test
    void a_refused_acceptance_shows_the_form_again_with_what_was_chosen() {
        String chosen = "shard-7=&shard-9=node-b&shard-12=node-b&word=movies";
        operator.next = new Decision(Decision.Kind.REFUSED, "", "It is given up with `force`.");
        HttpResponse<String> refused = site.submit(ALL, ALL, chosen + "&force=1");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains("id=\"confirm-error\"", "id=\"accept-error\">It is given up with <code>force</code>.")
                .contains("id=\"accept-7-none\" name=\"shard-7\" value=\"\" checked")
                .contains("name=\"shard-9\" value=\"node-b\" checked", "name=\"shard-12\" value=\"node-b\" checked")
                .contains("id=\"accept-force\" name=\"force\" value=\"1\" checked")
                .contains("name=\"word\" value=\"movies\"", "class=\"button danger\"")
                .doesNotContain("aria-invalid");
        HttpResponse<String> none = site.submit(ALL, ALL, "shard-7=&shard-9=&word=movies");
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body())
                .contains("No copy was chosen", "name=\"shard-7\" value=\"\" checked")
                .doesNotContain("name=\"force\" value=\"1\" checked");
        String mistyped = site.submit(ALL, ALL, chosen.replace("word=movies", "word=film"))
                .body();
        assertThat(mistyped).contains("Type movies to go on", "value=\"film\"", "aria-invalid=\"true\"");
        assertThat(mistyped).contains("name=\"shard-12\" value=\"node-b\" checked");
        assertThat(operator.orders).hasSize(1);
    }

    @Test
    void a_node_gets_another_address() {
        assertThat(site.get(NODE).body()).contains(NODE + "/address", NODE + "/key");
        assertThat(site.get(NODE + "/address").body())
                .contains("Now: http://", "curl -X PATCH")
                .doesNotContain("force");
        assertThat(site.submit(NODE + "/address", NODE + "/address", "value=nonsense")
                        .statusCode())
                .isEqualTo(422);
        assertThat(operator.orders).isEmpty();
        HttpResponse<String> answer = site.submit(NODE + "/address", NODE + "/address", "value=http://h:7700");
        assertThat(answer.headers().firstValue("Location")).contains(NODE);
        operator.next = new Decision(Decision.Kind.REFUSED, "", "It is node b.");
        HttpResponse<String> refused = site.submit(NODE + "/address", NODE + "/address", "value=http://h:1");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("It is node b.", "value=\"http://h:1\"", "node-edit-force");
        assertThat(operator.orders)
                .containsExactly(
                        "change node node-a at http://h:7700, key null", "change node node-a at http://h:1, key null");
    }

    @Test
    void a_node_gets_another_address_and_another_key_at_once() {
        assertThat(site.get(NODE + "/address").body())
                .contains("type=\"password\" id=\"node-edit-key\"", "empty: the node's key stays");
        String form = "value=http://h:7700&key=";
        HttpResponse<String> none = site.submit(NODE + "/address", NODE + "/address", form + "a%00b");
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body())
                .contains("value=\"http://h:7700\"", "id=\"node-edit-key-error\"")
                .doesNotContain("node-edit-force", "node-edit-value-error");
        assertThat(operator.orders).isEmpty();
        operator.next = new Decision(Decision.Kind.REFUSED, "", "Give address and key at once, or `force`.");
        HttpResponse<String> refused = site.submit(NODE + "/address", NODE + "/address", form + "hidden-1");
        assertThat(refused.body())
                .contains("Give address and key at once, or <code>force</code>.")
                .doesNotContain("hidden-1");
        assertThat(site.submit(NODE + "/address", NODE + "/address", form + "hidden-1&force=1")
                        .statusCode())
                .isEqualTo(303);
        assertThat(operator.orders)
                .last()
                .isEqualTo("change node node-a at http://h:7700 with another key, by force, key hidden-1");
    }

    @Test
    void a_node_gets_another_key_which_is_not_shown_again() {
        assertThat(site.get(NODE + "/key").body()).contains("type=\"password\"", "NODE_KEY");
        operator.next = new Decision(Decision.Kind.REFUSED, "", "It refuses the key.");
        String refused =
                site.submit(NODE + "/key", NODE + "/key", "value=hidden-1").body();
        assertThat(refused).contains("It refuses the key.").doesNotContain("hidden-1");
        operator.next = null;
        assertThat(site.submit(NODE + "/key", NODE + "/key", "value=hidden-1&force=1")
                        .statusCode())
                .isEqualTo(303);
        assertThat(operator.orders).last().isEqualTo("change node node-a with another key, by force, key hidden-1");
        assertThat(site.get("/console/nodes/none/key").statusCode()).isEqualTo(404);
    }
}
