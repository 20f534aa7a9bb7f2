package miroir.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentStripTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void cutting_bytes_gives_what_removing_from_a_tree_gives() throws Exception {
        for (long seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            String document = new RandomJson(random).object(3);
            Set<String> strip = new HashSet<>();
            for (String key : RandomJson.KEYS) {
                if (random.nextInt(3) == 0) {
                    strip.add(key);
                }
            }
            ObjectNode expected = (ObjectNode) JSON.readTree(document);
            expected.remove(strip);
            expected.remove(Set.of("_miroir_shard", "_miroirX"));
            byte[] cut = DocumentStrip.strip(utf8(document), strip);
            assertThat(JSON.readTree(cut)).as("seed %d: %s", seed, document).isEqualTo(expected);
        }
    }

    @Test
    void a_cut_leaves_all_other_bytes_wherever_it_falls() {
        assertThat(strip("{\"x\":1,\"a\":1.10,\"b\": 1E2}", "x")).isEqualTo("{\"a\":1.10,\"b\": 1E2}");
        assertThat(strip("{\"a\":1.10,\"x\":1,\"b\": 1E2}", "x")).isEqualTo("{\"a\":1.10,\"b\": 1E2}");
        assertThat(strip("{\"a\":1.10, \"b\": 1E2 , \"x\":{\"x\":[\"}\"]}}", "x"))
                .isEqualTo("{\"a\":1.10, \"b\": 1E2}");
        assertThat(strip("{ \"x\" : 1 }", "x")).isEqualTo("{}");
        assertThat(strip("{\"_miroir_shard\":\"s\"}")).isEqualTo("{}");
    }

    @Test
    void a_document_without_anything_to_cut_is_passed_on_as_it_is() {
        byte[] document = utf8(" {\"id\":1, \"_formatted\":{\"_miroir\":1}, \"n\":{\"_miroir_shard\":1} }");
        assertThat(DocumentStrip.strip(document, Set.of("x"))).isSameAs(document);
    }

    @Test
    void what_is_no_object_is_refused() {
        for (String text :
                new String[] {"", "[]", "{", "{\"a\"", "{\"a\":", "{\"a\":\"\\", "{\"a\":[1}", "{1:2}", "{\"a\":}"}) {
            assertThatThrownBy(() -> strip(text)).as(text).isInstanceOf(MalformedAnswerException.class);
        }
    }

    private static String strip(String document, String... names) {
        return new String(DocumentStrip.strip(utf8(document), Set.of(names)), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
