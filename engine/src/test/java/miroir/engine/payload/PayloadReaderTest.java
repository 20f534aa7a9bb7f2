package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String ACCEPTED =
            " Accepted values for the Content-Type header are: `application/json`, `application/x-ndjson`, `text/csv`";

    @TempDir
    Path directory;

    private Reading reading;

    @BeforeEach
    void setUp() {
        reading = new Reading(directory);
    }

    @Test
    void bodies_are_refused_with_the_words_of_a_real_node() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String[] row : Golden.rows("refused.tsv")) {
            String type = row[0].equals("csv") ? "text/csv" : row[0].equals("json") ? JSON : NDJSON;
            all.assertThat(verdict(type, Golden.bytes(row[1])))
                    .as("%s %s", row[0], row[1])
                    .isEqualTo(expected(row[0], row[2]));
            all.assertThat(spool()).as(row[1]).isEmpty();
        }
        all.assertAll();
    }

    /** A node answers 500 to a list of other things than objects; Miroir says what is wrong. */
    private static String expected(String kind, String field) {
        return field.equals("500")
                ? "The `" + kind + "` payload provided is malformed. `Couldn't serialize document value: data are"
                        + " neither an object nor a list of objects`."
                : Golden.text(field);
    }

    private String verdict(String type, byte[] body) throws IOException {
        try {
            Files.delete(reading.read(type, body).file());
            return "ok";
        } catch (PayloadException e) {
            assertThat(e.code()).isIn("malformed_payload", "missing_payload");
            return String.valueOf(e.getMessage());
        }
    }

    private List<Path> spool() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void documents_become_lines_with_the_bytes_of_the_client() throws IOException {
        assertThat(reading.lines(JSON, " [ {\"id\" : 1.10e2,\r\n\t\"a\":[ -0 ,1E+2]} , {} ] trailing"))
                .containsExactly("{\"id\" : 1.10e2,  \t\"a\":[ -0 ,1E+2]}", "{}");
        assertThat(reading.lines(NDJSON, "{\"a\":1}{\"b\":\n2}\n\n{\"a\":1,\"a\":2}"))
                .containsExactly("{\"a\":1}", "{\"b\": 2}", "{\"a\":1,\"a\":2}");
        assertThat(reading.lines(JSON, "{\"é\":\"\\u00e9\"}")).containsExactly("{\"é\":\"\\u00e9\"}");
    }

    @Test
    void the_last_of_two_equal_names_wins_in_json_as_on_a_node() throws IOException {
        assertThat(reading.lines(JSON, "[{\"id\" : 1 , \"a\":{} ,\"\\u0069d\": 2.0 }]"))
                .containsExactly("{\"\\u0069d\": 2.0,\"a\":{}}");
        assertThat(reading.lines(JSON, "{\"id\":1,\"id\":2}")).containsExactly("{\"id\":2}");
    }

    @Test
    void the_result_counts_documents_and_bytes() throws IOException {
        Payload payload = reading.read(NDJSON, "{\"a\":1}\n{\"b\":2} ");
        assertThat(payload.documents()).isEqualTo(2);
        assertThat(payload.seal().bytes()).isEqualTo(16).isEqualTo(Files.size(payload.file()));
        assertThat(reading.read(JSON, "[]").documents()).isZero();
    }

    @Test
    void a_synced_payload_stands_under_its_name() throws IOException {
        PayloadSource source =
                new PayloadSource(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), JSON, null, null, 9);
        assertThat(new PayloadReader(directory, true).read(source, "x").file()).hasContent("{}");
        assertThat(spool()).containsExactly(directory.resolve("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/JSON; charset=utf-8", " application/json ", "application/json;"})
    void parameters_and_case_of_the_content_type_do_not_matter(String type) throws IOException {
        assertThat(reading.read(type, "{}").documents()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|\"\"",
                "text/plain|text/plain",
                "garbage|garbage",
                "text/html; x|text/html; x",
                "application/json,text/csv|application/json,text/csv",
                "application/vnd.api+json|application/vnd.api",
                "application/ json|application/ json",
                "application/json; charset|application/json; charset"
            })
    void other_content_types_are_refused(String type, String shown) {
        assertRefused(
                source("{}", type, null, null),
                "invalid_content_type",
                "The Content-Type `" + shown + "` is invalid." + ACCEPTED);
    }

    @Test
    void a_missing_content_type_is_refused() {
        assertRefused(
                source("{}", null, null, ";"), "missing_content_type", "A Content-Type header is missing." + ACCEPTED);
    }

    @Test
    void delimiters_are_for_csv_and_one_ascii_character() throws IOException {
        assertRefused(
                source("{}", JSON, null, ";"),
                "invalid_content_type",
                "The Content-Type `application/json` does not support the use of a csv delimiter. The csv delimiter can"
                        + " only be used with the Content-Type `text/csv`.");
        String expected = "Invalid value in parameter `csvDelimiter`: expected a string of one character, but found ";
        String code = "invalid_document_csv_delimiter";
        assertRefused(source("a", "text/csv", null, ""), code, expected + "an empty string");
        assertRefused(
                source("a", "text/csv", null, "ab"), code, expected + "the following string of 2 characters: `ab`");
        assertRefused(source("a", "text/csv", null, "é"), code, "csv delimiter must be an ascii character. Found: `é`");
        assertThat(Files.readAllLines(reading.read(source("id;a|b\tc\n1;2|3\t4\n", "text/csv", null, ";"))
                        .file()))
                .containsExactly("{\"id\":\"1\",\"a|b\\tc\":\"2|3\\t4\"}");
    }

    @Test
    void the_limit_counts_decoded_bytes_and_comes_before_syntax() throws IOException {
        String message = "The provided payload reached the size limit. The maximum accepted payload size is ";
        assertThat(reading.read(limited("[{}]", 4)).documents()).isEqualTo(1);
        assertRefused(limited("[{}] ", 4), "payload_too_large", message + "4 B.");
        assertRefused(limited("x".repeat(2049), 2048), "payload_too_large", message + "2 KiB.");
        assertThat(ByteSize.text(100L << 20)).isEqualTo("100 MiB");
        assertThat(ByteSize.text(1_500_000)).isEqualTo("1.5 MB");
    }

    @Test
    void a_broken_connection_is_no_fault_of_the_payload_and_leaves_nothing() throws IOException {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(new byte[0])) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("reset");
            }
        };
        assertThatThrownBy(() -> reading.read(new PayloadSource(broken, JSON, "gzip", null, 99)))
                .isInstanceOf(IOException.class)
                .hasMessage("reset");
        assertThat(spool()).isEmpty();
    }

    @Test
    void deep_nesting_costs_no_stack() throws IOException {
        String deep = "[".repeat(2_000_000) + "]".repeat(2_000_000);
        assertThat(reading.read(JSON, "[{\"id\":1,\"a\":" + deep + "}]").documents())
                .isEqualTo(1);
        assertThatThrownBy(() -> reading.read(JSON, "{\"id\":1,\"a\":" + deep + "}"))
                .hasMessageContaining("recursion limit exceeded");
        assertThatThrownBy(() -> reading.read(JSON, "[".repeat(2_000_000))).hasMessageContaining("EOF while");
    }

    private void assertRefused(PayloadSource source, String code, String message) {
        PayloadException e = catchThrowableOfType(PayloadException.class, () -> reading.read(source));
        assertThat(e.code()).isEqualTo(code);
        assertThat(e).hasMessage(message);
    }

    private static PayloadSource limited(String body, long limit) {
        return new PayloadSource(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), JSON, null, null, limit);
    }

    private static PayloadSource source(
            String body, @Nullable String type, @Nullable String encoding, @Nullable String delimiter) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new PayloadSource(new ByteArrayInputStream(bytes), type, encoding, delimiter, Reading.LIMIT);
    }
}
