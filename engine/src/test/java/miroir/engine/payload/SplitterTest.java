package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
    /** Two bad paths on which a node stumbles over its own parser and reports an internal error instead. */
    private static final Set<String> NODE_STUMBLES =
            Set.of("trailing comma at line 1 column 9", "trailing comma at line 1 column 21");

    @TempDir
    Path directory;

    @Test
    void documents_fail_with_the_words_of_a_real_node() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String[] row : Golden.rows("tasks.tsv")) {
            if (!NODE_STUMBLES.contains(Golden.text(row[4]))) {
                String expected = row[3].equals("ok") ? "ok" : row[3] + " " + Golden.text(row[4]);
                all.assertThat(outcome(row))
                        .as("%s %s %s", row[0], row[1], row[2])
                        .isEqualTo(expected);
            }
        }
        all.assertAll();
    }

    private String outcome(String[] row) throws IOException {
        String document = Golden.text(row[2]);
        String key = row[1];
        // A JSON array goes through the reader, which also lets the last of two equal names win.
        Path file = new Reading(directory)
                .read("application/json", "[" + document + "]")
                .file();
        if (key.equals("-")) {
            PrimaryKeys.Inference inferred = PrimaryKeys.infer(file).orElseThrow();
            if (inferred instanceof DocumentProblem problem) {
                return problem.code() + " " + problem.message();
            }
            key = ((PrimaryKeys.Key) inferred).name();
        }
        return text(new Splitter(id -> 0).split(file, key, rules(row[0])));
    }

    private static SplitRules rules(String kind) {
        return new SplitRules(
                "INDEX",
                kind.equals("geo"),
                kind.equals("vectors") ? Map.of("e", new SplitRules.Vectors(2, true)) : Map.of());
    }

    private static String text(SplitResult result) {
        return result instanceof DocumentProblem problem ? problem.code() + " " + problem.message() : "ok";
    }

    private SplitResult split(String... lines) throws IOException {
        return new Splitter(String::length).split(new Reading(directory).ndjson(lines), "id", SplitRules.plain("i"));
    }

    @Test
    void ids_are_sharded_and_counted_by_their_text() throws IOException {
        Split split = (Split) split("{\"id\":1}", "{\"id\":\"1\"}", "{\"id\":\"01\"}", "{\"id\":-1}");
        assertThat(split.received()).isEqualTo(4);
        assertThat(split.distinctIds()).isEqualTo(3);
        assertThat(split.documentsByShard()).isEqualTo(Map.of(1, 2L, 2, 2L));
    }

    @Test
    void many_ids_are_counted_exactly() {
        DistinctIds ids = new DistinctIds();
        for (int i = 0; i < 300_000; i++) {
            ids.add(Integer.toString(i % 100_000));
        }
        assertThat(ids.count()).isEqualTo(100_000);
    }

    @Test
    void more_ids_than_are_counted_at_once_are_counted_part_by_part() throws IOException {
        String[] lines = IntStream.range(0, 200)
                .mapToObj(i -> "{\"id\":" + i % 146 + "}")
                .toArray(String[]::new);
        for (int atOnce : new int[] {7, 145, 146, 199}) {
            Split split = (Split) new Splitter(String::length, atOnce)
                    .split(new Reading(directory).ndjson(lines), "id", SplitRules.plain("i"));
            assertThat(split.distinctIds()).as("%d at once", atOnce).isEqualTo(146);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"_miroir_shard\":\"x\"}",
                "{\"id\":1,\"_miroir\":1}",
                "{\"id\":1,\"a\":{\"_miroirx\" :1}}",
                "{\"id\":1,\"a\":[[{\"b\":1,\"_miroir_shard\":null}]]}",
                "{\"id\":1,\"\\u005fmiroir_shard\":1}",
                "{\"id\":1,\"a\":{\"_\\u006diroir_shard\":1}}"
            })
    void reserved_names_are_refused_at_any_depth(String document) throws IOException {
        assertThat(text(split("{\"id\":0}", document)))
                .startsWith("invalid_document_fields The field `_miroir")
                .endsWith("cannot be used: names starting with `_miroir` are reserved by Miroir.");
    }

    @Test
    void reserved_names_are_fine_as_values() throws IOException {
        assertThat(text(split("{\"id\":1,\"a\":\"_miroir_shard\",\"b\":[\"_miroir\"],\"x_miroir\":1,\"_mirror\":2}")))
                .isEqualTo("ok");
    }

    @Test
    void a_bad_id_is_reported_before_an_earlier_problem_of_another_kind() throws IOException {
        assertThat(text(split("{\"id\":1,\"a\":1e999}", "{\"x\":1}"))).startsWith("missing_document_id");
        assertThat(text(split("{\"id\":1,\"a\":1e999}", "{\"id\":2}")))
                .isEqualTo("internal Index `i`: internal: number out of range at line 1 column 5.");
    }

    @Test
    void a_number_that_no_double_holds_is_no_id_and_can_be_told_of() throws IOException {
        for (String number : List.of("1e400", "-1e400", "9".repeat(3_000_000))) {
            assertThat(text(split("{\"id\":" + number + "}")))
                    .startsWith("invalid_document_id Document identifier `" + number + "` is invalid.");
            assertThat(text(split("{\"x\":" + number + "}")))
                    .isEqualTo("missing_document_id Document doesn't have a `id` attribute: `{\"x\":" + number + "}`.");
            assertThat(text(split("{\"id\":1,\"id\":[" + number + "]}"))).startsWith("invalid_document_id");
            assertThat(text(split("{\"id\":1,\"id\":2,\"x\":" + number + "}")))
                    .startsWith("invalid_document_id Document have too many");
        }
    }

    @Test
    void two_ids_in_an_ndjson_document_are_too_many() throws IOException {
        assertThat(text(split("{\"id\":1,\"id\":2}")))
                .isEqualTo("invalid_document_id Document have too many matching `id` attribute: `{\"id\":2}`.");
    }

    @Test
    void nothing_is_inferred_from_an_empty_payload() throws IOException {
        Path file = new Reading(directory).read("application/json", "[]").file();
        assertThat(PrimaryKeys.infer(file)).isEmpty();
        assertThat(PrimaryKeys.infer("{\"a\":1,\"ISBN_ID\":2}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new PrimaryKeys.Key("ISBN_ID"));
    }

    @Test
    void deep_documents_fail_their_own_task_only() throws IOException {
        int depth = 1_000_000;
        assertThat(text(split("{\"id\":1,\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}")))
                .isEqualTo("internal Index `i`: internal: recursion limit exceeded at line 1 column 128.");
        assertThat(text(split("{\"id\":" + "[".repeat(depth) + "]".repeat(depth) + "}")))
                .startsWith("invalid_document_id");
    }
}
