package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What a real Meilisearch v1.50.0 answered, one case a line, fields percent-encoded. */
final class Golden {
    private Golden() {}

    static List<String[]> rows(String name) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/payload/" + name))) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String field) {
        return URLDecoder.decode(field.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(String field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }
}
