package miroir.e2e;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Compares two answers member by member, in their order; numbers must be written the same. */
final class Comparison {
    private static final Set<String> FRESH = Set.of("processingTimeMs", "requestUid");
    private static final int MOST = 5000;
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final List<Difference> found = new ArrayList<>();

    private Comparison() {}

    /** One place where the answers differ. */
    record Difference(String path, String plain, String miroir) {
        @Override
        public String toString() {
            return path + ": " + cut(plain) + " | " + cut(miroir);
        }

        /** Whether an object has the same members in another order. */
        boolean isOrderOfMembers() {
            return path.endsWith(" members") && sorted(plain).equals(sorted(miroir));
        }

        private static List<String> sorted(String names) {
            return Stream.of(names.substring(1, names.length() - 1).split(", ", -1))
                    .sorted()
                    .toList();
        }

        private static String cut(String text) {
            return text.length() > 160 ? text.substring(0, 160) + "…" : text;
        }
    }

    /** The differences, at most some thousands. */
    static List<Difference> of(Api.Answer plain, Api.Answer miroir) {
        Comparison comparison = new Comparison();
        if (plain.status() != miroir.status()) {
            comparison.add("status", plain.status() + " " + text(plain), miroir.status() + " " + text(miroir));
        } else {
            comparison.compare("", tree(plain), tree(miroir));
        }
        return comparison.found;
    }

    static JsonNode tree(Api.Answer answer) {
        try {
            return EXACT.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Api.Answer answer) {
        return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private void compare(String path, JsonNode plain, JsonNode miroir) {
        if (plain.isObject() && miroir.isObject()) {
            List<String> names = names(plain);
            List<String> others = names(miroir);
            if (!names.equals(others)) {
                add(path + " members", names.toString(), others.toString());
            }
            for (String name : names) {
                if (miroir.has(name) && !FRESH.contains(name)) {
                    compare(path + "/" + name, plain.get(name), miroir.get(name));
                }
            }
        } else if (plain.isArray() && miroir.isArray()) {
            if (plain.size() != miroir.size()) {
                add(path + " size", plain.size() + " " + plain, miroir.size() + " " + miroir);
            }
            for (int i = 0; i < Math.min(plain.size(), miroir.size()); i++) {
                compare(path + "/" + i, plain.get(i), miroir.get(i));
            }
        } else if (!plain.equals(miroir)) {
            add(path, plain.toString(), miroir.toString());
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void add(String path, String plain, String miroir) {
        if (found.size() < MOST) {
            found.add(new Difference(path, plain, miroir));
        }
    }
}
