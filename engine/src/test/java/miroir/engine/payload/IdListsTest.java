package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdListsTest {
    private static List<String> parse(String body) {
        return IdLists.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ids_are_strings_or_the_text_of_other_values() {
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
    void lists_are_split_by_shard_in_order() {
        assertThat(IdLists.split(List.of("aa", "b", "cc", "d", "aa"), String::length))
                .isEqualTo(Map.of(1, List.of("b", "d"), 2, List.of("aa", "cc", "aa")));
    }
}
