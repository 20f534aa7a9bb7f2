package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProseTest {
    private static String marked(String text) {
        StringBuilder marked = new StringBuilder();
        for (Prose.Piece p : Prose.of(text)) {
            marked.append(p.code() ? "[" + p.text() + "]" : p.text());
        }
        return marked.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "else `accept-copy new1 --all` makes it serve, or `adopt`. | else [accept-copy new1 --all] makes it serve, or [adopt].",
                "nodes: java -jar miroir.jar adopt --config miroir.yml. If | nodes: [java -jar miroir.jar adopt --config miroir.yml]. If",
                "back: java -jar miroir.jar restore FILE --config miroir.yml, or | back: [java -jar miroir.jar restore FILE --config miroir.yml], or",
                "java -jar miroir.jar adopt --config miroir.yml --without NODE (node-a) | [java -jar miroir.jar adopt --config miroir.yml --without NODE] (node-a)",
                "name it with --data. If | name it with [--data]. If",
                "a ` alone -- stays | a ` alone -- stays"
            })
    void what_is_to_be_typed_is_told_from_what_is_said(String text, String expected) {
        assertThat(marked(text)).isEqualTo(expected);
    }

    @Test
    void nothing_has_no_pieces() {
        assertThat(Prose.of("")).isEmpty();
    }
}
