package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.console.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "a,b|\"a,b\"",
                "say \"x\"|\"say \"\"x\"\"\"",
                "=1+1|'=1+1",
                "-1|-1",
                "-x|'-x",
                "@a|'@a"
            })
    void a_field_is_quoted_and_never_a_formula(String text, String field) {
        assertThat(Csv.field(text)).isEqualTo(field);
    }

    @Test
    void every_line_has_as_many_fields_as_the_first() {
        assertThat(Csv.nodes(Pictures.degraded()).lines())
                .hasSize(6)
                .allSatisfy(l -> assertThat(l.split(",", -1)).hasSize(15));
    }
}
