package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each case was sent to a real node and its documents read back. */
class CsvDocumentsTest {
    @TempDir
    Path directory;

    private List<String> read(String csv) throws IOException {
        return new Reading(directory).lines("text/csv", csv);
    }

    @Test
    void cells_are_strings_by_default_and_null_when_empty() throws IOException {
        assertThat(read("id,a\n1,\n2, x \n"))
                .containsExactly("{\"id\":\"1\",\"a\":null}", "{\"id\":\"2\",\"a\":\" x \"}");
    }

    @Test
    void the_last_colon_of_a_header_may_name_a_type() throws IOException {
        assertThat(read("a:b:string,b:foo,c:,:number\n1,2,3,4\n"))
                .containsExactly("{\"a:b\":\"1\",\"b:foo\":\"2\",\"c:\":\"3\",\"\":4}");
    }

    @Test
    void numbers_are_integers_when_they_fit_else_doubles() throws IOException {
        assertThat(read(
                                "n:number\n5\n1.5\n\"  \"\n+5\n-0\n9223372036854775808\n1e3\n.5\n5.\n\u00a07\n1e-7\n1e16\n99999999999999999999\n")
                        .stream()
                        .map(line -> line.substring(5, line.length() - 1)))
                .containsExactly(
                        "5",
                        "1.5",
                        "null",
                        "5",
                        "0",
                        "9.223372036854776e+18",
                        "1000.0",
                        "0.5",
                        "5.0",
                        "7",
                        "1e-7",
                        "1e+16",
                        "1e+20");
    }

    @Test
    void infinities_and_nan_become_null() throws IOException {
        assertThat(read("n:number\ninf\n-Infinity\nNaN\n1e999\n")).containsOnly("{\"n\":null}");
    }

    @Test
    void booleans_are_trimmed() throws IOException {
        assertThat(read("b:boolean,c\ntrue,\n,\n false ,\n"))
                .containsExactly("{\"b\":true,\"c\":null}", "{\"b\":null,\"c\":null}", "{\"b\":false,\"c\":null}");
    }

    @Test
    void quotes_and_line_ends_follow_the_csv_crate() throws IOException {
        assertThat(read("\ufeffid,a\r\n1,\"x\"\"y\"\r\n\r\n2,\"x\"y\r3,a\"b\n4,\"un\n"))
                .containsExactly(
                        "{\"id\":\"1\",\"a\":\"x\\\"y\"}",
                        "{\"id\":\"2\",\"a\":\"xy\"}",
                        "{\"id\":\"3\",\"a\":\"a\\\"b\"}",
                        "{\"id\":\"4\",\"a\":\"un\\n\"}");
    }

    @Test
    void the_last_of_two_equal_columns_wins() throws IOException {
        assertThat(read("id,a,a:number\n1,x,3\n")).containsExactly("{\"id\":\"1\",\"a\":3}");
    }

    @Test
    void a_body_without_rows_has_no_documents() throws IOException {
        assertThat(read("\n")).isEmpty();
        assertThat(read("id,a")).isEmpty();
    }
}
