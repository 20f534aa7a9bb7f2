package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import miroir.engine.error.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdReaderTest {
    @TempDir
    Path directory;

    private IdBatch read(String body, String encoding) throws IOException {
        return read(body.getBytes(StandardCharsets.UTF_8), encoding);
    }

    private IdBatch read(byte[] body, String encoding) throws IOException {
        PayloadSource source =
                new PayloadSource(new ByteArrayInputStream(body), "application/json", encoding, null, 100_000);
        return new IdReader(directory, () -> {}, BodyMemory.UNBOUNDED).read(source, () -> "ids.json");
    }

    private List<String> parse(String body) throws IOException {
        return read(body, "").few();
    }

    @Test
    void ids_are_strings_or_the_text_of_other_values() throws IOException {
        assertThat(parse(" [1,\"a\\u0062\", 2.50,null,{\"b\" : [1E3]},true,-0]"))
                .containsExactly("1", "ab", "2.5", "null", "{\"b\":[1000.0]}", "true", "-0.0");
        assertThat(parse("[]")).isEmpty();
    }

    /** The answers of a real node. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''|missing_payload|A json payload is missing.",
                "{}|bad_request|Json deserialize error: invalid type: map, expected a sequence at line 1 column 0",
                "1|bad_request|Json deserialize error: invalid type: integer `1`, expected a sequence at line 1 column 1",
                "null|bad_request|Json deserialize error: invalid type: null, expected a sequence at line 1 column 4",
                "[|malformed_payload|The json payload provided is malformed. `EOF while parsing a list at line 1 column 1`.",
                "[1,]|malformed_payload|The json payload provided is malformed. `trailing comma at line 1 column 4`.",
                "[1]x|malformed_payload|The json payload provided is malformed. `trailing characters at line 1 column 4`.",
                "[1e999]|malformed_payload|The json payload provided is malformed. `number out of range at line 1 column 6`.",
                "' '|malformed_payload|The json payload provided is malformed. `EOF while parsing a value at line 1 column 1`."
            })
    void other_bodies_are_refused(String body, String code, String message) {
        PayloadException e = catchThrowableOfType(PayloadException.class, () -> parse(body));
        assertThat(e.code()).isEqualTo(code);
        assertThat(e).hasMessage(message);
    }

    @Test
    void a_body_that_is_no_list_is_only_called_so_when_it_is_json() {
        assertThat(catchThrowableOfType(PayloadException.class, () -> parse(" {\"a\":"))
                        .code())
                .isEqualTo("malformed_payload");
    }

    @Test
    void an_id_is_as_deep_as_a_list_lets_it_be() throws IOException {
        String deep = "[".repeat(126) + "]".repeat(126);
        assertThat(parse("[" + deep + "]")).containsExactly(deep);
        assertThat(catchThrowableOfType(PayloadException.class, () -> parse("[[" + deep + "]]")))
                .hasMessageContaining("recursion limit exceeded");
    }

    @Test
    void many_ids_are_put_into_a_file_in_order() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            ids.add(i % 3 == 0 ? "é\"\\" + i : Integer.toString(i));
        }
        String body = Json.MAPPER.writeValueAsString(ids);
        for (String encoding : new String[] {"", "gzip"}) {
            byte[] sent = encoding.isEmpty() ? body.getBytes(StandardCharsets.UTF_8) : gzip(body);
            IdBatch batch = read(sent, encoding);
            assertThat(batch.count()).isEqualTo(5000);
            assertThat(batch.few()).isEmpty();
            Path file = Objects.requireNonNull(batch.many()).file();
            assertThat(Json.MAPPER.readValue(file.toFile(), String[].class)).containsExactlyElementsOf(ids);
            assertThat(batch.many().seal().damage(file)).isEmpty();
        }
    }

    @Test
    void nothing_stays_of_a_body_that_is_refused() {
        String body = "[" + "\"some-id\",".repeat(5000);
        assertThat(catchThrowableOfType(PayloadException.class, () -> parse(body))
                        .code())
                .isEqualTo("malformed_payload");
        assertThat(catchThrowableOfType(PayloadException.class, () -> parse(body.repeat(3) + "1]"))
                        .code())
                .isEqualTo("payload_too_large");
        assertThat(directory).isEmptyDirectory();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
