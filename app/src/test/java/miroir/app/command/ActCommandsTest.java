package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActCommandsTest extends ClientTest {
    private static String remains(int shard, String unreadable) {
        return "{\"shard\": " + shard + ", \"documents\": null, \"inSync\": [], \"unreadable\": [" + unreadable
                + "], \"mayReturn\": [\"c\"], \"recommended\": \"b\", \"candidates\": [{\"node\": \"b\","
                + " \"state\": \"stale\", \"since\": \"2026-01-01T00:00:00Z\", \"reason\": \"missed task 7\","
                + " \"documents\": 1180, \"writesSince\": 3, \"trouble\": \"\"}, {\"node\": \"c\", \"state\": \"stale\","
                + " \"since\": \"2026-01-01T00:00:00Z\", \"reason\": \"node c lost its data\", \"documents\": null,"
                + " \"writesSince\": 1, \"trouble\": \"node c is down\"}]}";
    }

    @Test
    void what_a_copy_costs_is_shown_before_it_is_accepted() {
        miroir.on("GET indexes/books/shards/3/candidates", 200, remains(3, ""))
                .on("POST indexes/books/shards/3/accept", 202, STARTED);
        answer = Optional.of(true);
        assertThat(run("accept-copy", "books", "3", "b")).isZero();
        assertThat(out.toString())
                .contains("shard 3: no copy in sync")
                .contains("> b: 1,180 documents, stale since 2026-01-01T00:00:00Z (missed task 7); 3 writes")
                .contains("c: documents not counted", "not now: node c is down", "c had the last copy");
        assertThat(questions).singleElement().asString().contains("acknowledged writes that wait are written to them");
        assertThat(miroir.calls).last().isEqualTo("POST indexes/books/shards/3/accept {\"node\":\"b\"}");
    }

    private static String emptyAndAway(int shard) {
        String why = "the copy on c may have documents and is not counted: node c is down";
        return "{\"shard\": " + shard + ", \"documents\": null, \"inSync\": [], \"unreadable\": [], \"mayReturn\": [],"
                + " \"recommended\": null, \"withheld\": \"" + why + "\", \"candidates\": [{\"node\": \"b\","
                + " \"state\": \"stale\", \"since\": \"2026-01-01T00:00:00Z\", \"reason\": \"node b lost its data\","
                + " \"documents\": 0, \"writesSince\": 0, \"trouble\": \"\", \"givesUp\": [\"" + why + "\"]}]}";
    }

    @Test
    void a_shard_of_which_nothing_is_recommended_is_left_and_the_status_says_so() {
        miroir.on("GET indexes/books/candidates", 200, "[" + remains(3, "") + "," + emptyAndAway(4) + "]")
                .on("POST indexes/books/accept", 202, STARTED);
        assertThat(run("accept-copy", "books", "--all", "--yes")).isEqualTo(1);
        assertThat(miroir.calls)
                .last()
                .isEqualTo("POST indexes/books/accept {\"shards\":[{\"shard\":3,\"node\":\"b\"}]}");
        assertThat(out.toString())
                .contains("    b: 0 documents")
                .doesNotContain("> b: 0 documents")
                .contains("is left as it is: the copy on c may have documents and is not counted: node c is down");
        assertThat(err.toString()).contains("1 shard is left as it is: 4.");
        assertThat(run("accept-copy", "books", "--all", "--yes", "--force")).isEqualTo(1);
        assertThat(miroir.calls).last().asString().doesNotContain("\"shard\":4");
    }

    @Test
    void nothing_is_ordered_when_of_no_shard_a_copy_is_recommended() {
        miroir.on("GET indexes/books/candidates", 200, "[" + emptyAndAway(4) + "]");
        assertThat(run("accept-copy", "books", "--all", "--yes", "--force")).isEqualTo(1);
        assertThat(miroir.calls).noneMatch(call -> call.startsWith("POST"));
        assertThat(err.toString()).contains("Nothing was changed: of no shard a copy is recommended now");
    }

    @Test
    void a_named_copy_for_which_others_are_given_up_takes_force() {
        miroir.on("GET indexes/books/shards/4/candidates", 200, emptyAndAway(4))
                .on("POST indexes/books/shards/4/accept", 202, STARTED);
        assertThat(run("accept-copy", "books", "4", "b", "--yes")).isEqualTo(1);
        assertThat(miroir.calls).noneMatch(call -> call.startsWith("POST"));
        assertThat(err.toString()).contains("would be given up: the copy on c may have documents and is not counted");
        assertThat(run("accept-copy", "books", "4", "b", "--yes", "--force")).isZero();
        assertThat(miroir.calls).last().isEqualTo("POST indexes/books/shards/4/accept {\"node\":\"b\",\"force\":true}");
    }

    @Test
    void nothing_is_accepted_without_a_yes() {
        miroir.on("GET indexes/books/shards/3/candidates", 200, remains(3, ""));
        assertThat(run("accept-copy", "books", "3", "b")).isEqualTo(1);
        answer = Optional.of(false);
        assertThat(run("accept-copy", "books", "3", "b")).isEqualTo(1);
        assertThat(miroir.calls).noneMatch(call -> call.startsWith("POST"));
        assertThat(err.toString()).contains("Nothing was changed. With --yes it is not asked.");
    }

    @Test
    void all_lost_shards_are_accepted_as_they_were_shown() {
        miroir.on("GET indexes/books/candidates", 200, "[" + remains(3, "") + "," + remains(5, "\"a\"") + "]")
                .on("POST indexes/books/accept", 202, STARTED);
        assertThat(run("accept-copy", "books", "--all", "--yes")).isEqualTo(1);
        assertThat(miroir.calls)
                .last()
                .isEqualTo("POST indexes/books/accept {\"shards\":[{\"shard\":3,\"node\":\"b\"}]}");
        assertThat(err.toString()).contains("1 shard is left as it is: 5.");
        assertThat(out.toString()).contains("shard 5: in sync on a, which cannot be read now");
        assertThat(run("accept-copy", "books", "--all", "--yes", "--force")).isZero();
        assertThat(miroir.calls)
                .last()
                .isEqualTo("POST indexes/books/accept {\"shards\":[{\"shard\":3,\"node\":\"b\"},"
                        + "{\"shard\":5,\"node\":\"b\"}],\"force\":true}");
    }

    @Test
    void without_a_lost_shard_there_is_nothing_to_accept() {
        miroir.on("GET indexes/books/candidates", 200, "[]");
        assertThat(run("accept-copy", "books", "--all", "--yes")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing has to be accepted");
        assertThat(run("accept-copy", "books", "3")).isEqualTo(2);
        assertThat(run("accept-copy", "books", "3", "b", "--all")).isEqualTo(2);
    }

    @Test
    void a_node_gets_another_address_or_key() {
        String done = "{\"nodeId\":\"a\",\"message\":\"a is at http://h:1 now.\"}";
        miroir.on("PATCH nodes/a", 200, done);
        assertThat(run("node", "address", "a", "http://h:1", "--yes")).isZero();
        assertThat(run("node", "key", "a", "--node-key", "secret", "--force", "--yes"))
                .isZero();
        assertThat(run("node", "key", "a", "--yes")).isZero();
        assertThat(miroir.calls)
                .containsExactly(
                        "PATCH nodes/a {\"address\":\"http://h:1\"}",
                        "PATCH nodes/a {\"key\":\"secret\",\"force\":true}",
                        "PATCH nodes/a {\"key\":\"of-the-cluster\"}");
        assertThat(out.toString()).contains("a is at http://h:1 now.").doesNotContain("secret");
        assertThat(run(Map.of("MIROIR_URL", miroir.url()), "node", "key", "a")).isEqualTo(1);
        assertThat(err.toString()).contains("nobody can be asked for the key");
    }

    @Test
    void a_node_is_not_changed_unasked_and_its_address_and_key_change_together() {
        miroir.on("PATCH nodes/a", 200, "{\"nodeId\":\"a\",\"message\":\"a is at http://h:1 now.\"}");
        assertThat(run("node", "address", "a", "http://h:1")).isEqualTo(1);
        assertThat(run("node", "key", "a", "--node-key", "secret")).isEqualTo(1);
        assertThat(err.toString()).contains("Nothing was changed. To change it: the same command with --yes.");
        assertThat(questions)
                .containsExactly("Ask a at http://h:1 from now on?", "Ask a with another key from now on?");
        answer = Optional.of(false);
        assertThat(run("node", "address", "a", "http://h:1")).isEqualTo(1);
        assertThat(miroir.calls).isEmpty();
        answer = Optional.of(true);
        assertThat(run("node", "address", "a", "http://h:1", "--node-key", "secret"))
                .isZero();
        assertThat(miroir.calls).containsExactly("PATCH nodes/a {\"address\":\"http://h:1\",\"key\":\"secret\"}");
        assertThat(out.toString())
                .contains("Change address and key in miroir.yml, too")
                .doesNotContain("secret");
    }

    @Test
    void what_was_not_compared_is_named_and_fails_the_comparison() {
        String result = "{\"compared\": 3, \"differing\": 0, \"repaired\": 0, \"skipped\": 1, \"verdicts\":"
                + " [{\"shard\": 3, \"believed\": [], \"differing\": [], \"why\": \"node b is down\"}]}";
        miroir.on("POST indexes/books/verify", 202, STARTED)
                .on(
                        "GET operations/op1",
                        200,
                        operation(
                                "failed",
                                ", \"error\": \"1 of 4 shards was not compared: shard 3: node b is down\", \"result\": "
                                        + result));
        assertThat(run("verify", "books", "--wait")).isEqualTo(1);
        assertThat(out.toString())
                .contains("error: 1 of 4 shards was not compared", "3 shards compared: ")
                .contains("1 shard not compared", "shard 3: not compared: node b is down");
    }

    @Test
    void what_an_accepted_copy_serves_is_told() {
        String result = "{\"documents\": 40, \"verdicts\": [{\"shard\": 3, \"believed\": [\"b\"], \"differing\": [],"
                + " \"why\": \"serves 40 documents\"}]}";
        miroir.on("GET indexes/books/shards/3/candidates", 200, remains(3, ""))
                .on("POST indexes/books/shards/3/accept", 202, STARTED)
                .on("GET operations/op1", 200, operation("succeeded", ", \"result\": " + result));
        assertThat(run("accept-copy", "books", "3", "b", "--yes", "--wait")).isZero();
        assertThat(out.toString()).contains("serves 40 documents now", "shard 3: b is accepted");
    }

    @Test
    void no_message_and_no_question_shows_the_password_of_an_address() {
        Map<String, String> environment = Map.of("MIROIR_URL", miroir.url());
        assertThat(run(environment, "node", "address", "a", "u:hunter2@127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(run(environment, "group", "add", "1", "http://u:hunter2@h:1"))
                .isEqualTo(2);
        for (String url : new String[] {"u:hunter2@h:1", "http://u:hunter2 x@h:1", "ftp://u:hunter2@h:1"}) {
            assertThat(run(Map.of(), "topology", "--url", url)).isEqualTo(2);
        }
        assertThat(run(Map.of(), "topology", "--url", "http://u:hunter2@127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(questions).hasSize(1).allMatch(question -> question.contains("***@127.0.0.1:1"));
        assertThat(questions + out.toString() + err).doesNotContain("hunter2").contains("http://***@127.0.0.1:1");
    }
}
