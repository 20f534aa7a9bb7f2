package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any generated body comes out as lines that differ from it in white space between tokens only. */
class GeneratedPayloadTest {
    private static final String[] SPACES = {"", "", "", " ", "\n", "\r\n", "\t "};
    private static final String[] SCALARS = {
        "0",
        "-0",
        "1.50",
        "-2E+7",
        "1e-300",
        "123456789012345678901234567890",
        "18446744073709551615",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\\n\\\"}{\"",
        "\"\\u00e9\\ud83d\\ude00é😀\"",
        "\" , : [ \\\\\"",
        "1e999",
        "\"\\udc00\""
    };

    @TempDir
    Path directory;

    @Test
    void lines_hold_the_tokens_of_the_body() throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<String> documents = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                documents.add(object(random, 4));
            }
            boolean list = random.nextBoolean();
            String body = list
                    ? space(random) + "[" + String.join(space(random) + "," + space(random), documents) + "\n]"
                    : String.join(space(random), documents);
            List<String> lines = new Reading(directory).lines(list ? "application/json" : "application/x-ndjson", body);
            assertThat(lines.stream().map(GeneratedPayloadTest::withoutSpace))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(documents.stream()
                            .map(GeneratedPayloadTest::withoutSpace)
                            .toList());
            for (String line : lines) {
                assertThat(mapper.readTree(line).isObject()).as("seed %d", seed).isTrue();
            }
        }
    }

    static String object(Random random, int depth) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0, n = random.nextInt(5); i < n; i++) {
            out.append(i == 0 ? "" : ",")
                    .append(space(random))
                    .append("\"k")
                    .append(i)
                    .append(random.nextInt(3));
            out.append(random.nextBoolean() ? "\\u00e9\"" : "\"")
                    .append(space(random))
                    .append(":");
            out.append(space(random)).append(value(random, depth - 1)).append(space(random));
        }
        return out.append(space(random)).append("}").toString();
    }

    private static String value(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return object(random, depth);
        }
        if (depth > 0 && random.nextInt(3) == 0) {
            List<String> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(space(random) + value(random, depth - 1) + space(random));
            }
            return "[" + String.join(",", elements) + space(random) + "]";
        }
        return SCALARS[random.nextInt(SCALARS.length)];
    }

    private static String space(Random random) {
        return SPACES[random.nextInt(SPACES.length)];
    }

    /** The text without the white space that stands outside strings. */
    private static String withoutSpace(String json) {
        StringBuilder out = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString && c == '\\') {
                out.append(c).append(json.charAt(++i));
                continue;
            }
            inString ^= c == '"';
            if (inString || " \n\r\t".indexOf(c) < 0) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
