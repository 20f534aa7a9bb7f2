package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BadInputIT {
    private static final String KEY = "a-master-key-of-tests";
    private static final boolean REAL = Program.meilisearch() != null;

    private static @Nullable Fleet started;

    @BeforeAll
    static void start() {
        Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 2, 2), KEY);
        started = fleet;
        for (Api api : List.of(fleet.miroir(), oracle())) {
            prepare(api);
        }
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static void prepare(Api api) {
        api.succeed(api.post("/indexes", "{\"uid\":\"books\",\"primaryKey\":\"id\"}"));
        api.succeed(api.post("/indexes", "{\"uid\":\"keyless\"}"));
        api.succeed(api.json(
                "PATCH",
                "/indexes/books/settings",
                "{\"filterableAttributes\":[\"genre\",\"year\"],\"sortableAttributes\":[\"year\"]}"));
        api.succeed(
                api.post(
                        "/indexes/books/documents",
                        "[{\"id\":\"a\",\"title\":\"Dune\",\"genre\":\"sf\",\"year\":1965,\"secret\":1},{\"id\":\"b\",\"title\":\"Emma\",\"genre\":\"novel\",\"year\":1815,\"secret\":2}]"));
    }

    /** A real node where there is one: only its words count. */
    private static Api oracle() {
        return fleet().oracle(REAL ? Fleet.Kind.MEILISEARCH : Fleet.Kind.EMBEDDED);
    }

    private static Fleet fleet() {
        return Objects.requireNonNull(started);
    }

    @TestFactory
    Stream<DynamicTest> what_a_node_refuses_at_once_miroir_refuses_in_the_same_words() {
        return each(BadInput.refusedAtOnce(), input -> refuse(input, REAL));
    }

    @TestFactory
    Stream<DynamicTest> what_a_real_node_refuses_at_once_miroir_refuses_in_the_same_words() {
        Assumptions.assumeTrue(REAL, "no Meilisearch to compare with");
        return each(BadInput.refusedByRealNodes(), input -> refuse(input, true));
    }

    @TestFactory
    Stream<DynamicTest> broken_json_is_refused_with_the_same_code() {
        return each(BadInput.refusedInOtherWords(), input -> refuse(input, false));
    }

    private static void refuse(BadInput input, boolean sameWords) {
        State before = State.of();
        Api.Answer actual = send(fleet().miroir(), input);
        Api.Answer expected = send(oracle(), input);
        assertThat(shown(actual, sameWords)).isEqualTo(shown(expected, sameWords));
        assertThat(State.of()).isEqualTo(before);
    }

    @TestFactory
    Stream<DynamicTest> what_fails_as_a_task_on_a_node_fails_so_in_miroir() {
        return each(BadInput.failedByTask(), input -> {
            State before = State.of();
            JsonNode actual = fleet().miroir().await(send(fleet().miroir(), input));
            JsonNode expected = oracle().await(send(oracle(), input));
            assertThat(shown(actual)).isEqualTo(shown(expected));
            assertThat(State.awaited(before.withTask())).isEqualTo(before.withTask());
        });
    }

    @TestFactory
    Stream<DynamicTest> documents_with_a_field_of_miroirs_own_fail_as_a_whole() {
        List<String> documents =
                List.of("[{\"id\":1,\"_miroir_x\":1}]", "[{\"id\":1},{\"id\":2,\"_miroir_shard\":\"x\"}]");
        return each(documents, body -> {
            State before = State.of();
            JsonNode task = fleet().miroir().await(fleet().miroir().post("/indexes/books/documents", body));
            assertThat(task.path("status").asText()).isEqualTo("failed");
            assertThat(task.path("error").path("code").asText()).isEqualTo("invalid_document_fields");
            assertThat(State.awaited(before.withTask())).isEqualTo(before.withTask());
        });
    }

    @TestFactory
    Stream<DynamicTest> without_the_right_key_nothing_is_answered_and_nothing_stored() {
        List<BadInput> requests = List.of(
                BadInput.of("GET", "/indexes"),
                BadInput.of("GET", "/tasks"),
                BadInput.of("GET", "/stats"),
                BadInput.of("GET", "/version"),
                BadInput.of("DELETE", "/indexes/books"),
                BadInput.of("POST", "/indexes/books/search", "application/json", "{}"),
                BadInput.of("POST", "/indexes/books/documents", "application/json", "[{\"id\":1}]"),
                BadInput.of("POST", "/indexes/books/documents", "application/json", "nonsense"));
        List<BadInput> all = new ArrayList<>(requests);
        List<String> wrong = List.of("Bearer wrong", "Bearer");
        List<String> otherSchemes = List.of("Basic YTpi", KEY);
        for (String header :
                REAL ? Stream.concat(wrong.stream(), otherSchemes.stream()).toList() : wrong) {
            requests.forEach(request -> all.add(request.with("Authorization", header)));
        }
        return each(all, input -> {
            State before = State.of();
            Api.Answer actual = send(new Api(fleet().miroir().address(), null), input);
            Api.Answer expected = send(new Api(oracle().address(), null), input);
            assertThat(shown(actual, REAL)).isEqualTo(shown(expected, REAL));
            assertThat(State.of()).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_beyond_the_limit_is_refused_while_it_comes_in(boolean lengthKnown) {
        State before = State.of();
        LargeBody body = new LargeBody("/indexes/books/documents", KEY, 150_000_000, lengthKnown);
        String answer = body.send(fleet().miroir().address());
        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"payload_too_large\"");
        assertThat(State.awaited(before)).isEqualTo(before);
    }

    private static <T> Stream<DynamicTest> each(List<T> inputs, Consumer<T> check) {
        return inputs.stream().map(input -> DynamicTest.dynamicTest(input.toString(), () -> check.accept(input)));
    }

    static Api.Answer send(Api api, BadInput input) {
        return api.send(input.method(), input.path(), input.contentType(), input.body(), input.headers());
    }

    private static String shown(Api.Answer answer, boolean words) {
        if (answer.body().length == 0) {
            return answer.status() + " without a body";
        }
        JsonNode json = answer.json();
        String error = answer.status() + " " + json.path("type").asText() + " "
                + json.path("code").asText();
        return words ? error + "\n" + json.path("message").asText() : error;
    }

    private static String shown(JsonNode task) {
        JsonNode error = task.path("error");
        return task.path("status").asText() + " " + task.path("type").asText() + " " + task.path("details") + "\n"
                + error.path("type").asText() + " " + error.path("code").asText() + "\n"
                + error.path("message").asText();
    }

    /** Everything a refused request could have left behind. */
    private record State(long documents, long tasks, List<String> indexes, List<String> payloads) {
        static State of() {
            Api miroir = fleet().miroir();
            List<String> uids = new ArrayList<>();
            miroir.get("/indexes")
                    .json()
                    .path("results")
                    .forEach(index -> uids.add(index.path("uid").asText()));
            Path payloads = fleet().folder().resolve("miroir").resolve("payloads");
            String[] files = payloads.toFile().list();
            return new State(
                    miroir.get("/indexes/books/stats")
                            .json()
                            .path("numberOfDocuments")
                            .asLong(-1),
                    miroir.get("/tasks?limit=1").json().path("total").asLong(-1),
                    uids,
                    files == null ? List.of() : List.of(files));
        }

        /** The state, once it is as expected or does not get so: files go shortly after their task has ended. */
        static State awaited(State expected) {
            State now = of();
            for (int i = 0; i < 100 && !now.equals(expected); i++) {
                Api.pause();
                now = of();
            }
            return now;
        }

        State withTask() {
            return new State(documents, tasks + 1, indexes, payloads);
        }
    }
}
