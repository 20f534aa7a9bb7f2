package miroir.engine.payload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the primary key that one node would take for an index without one. */
public final class PrimaryKeys {
    private PrimaryKeys() {}

    /** The key found, or the error of the task. */
    public sealed interface Inference permits Key, DocumentProblem {}

    /** The name of the inferred primary key. */
    public record Key(String name) implements Inference {}

    /** Infers from the first line of a spooled payload; empty when the payload has no document. */
    public static Optional<Inference> infer(Path ndjson) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(ndjson))) {
            Lines lines = new Lines(in);
            return lines.next() ? Optional.of(infer(Arrays.copyOf(lines.bytes(), lines.length()))) : Optional.empty();
        }
    }

    /** Infers from one document: the only top-level key whose lower-cased name ends with {@code id}. */
    public static Inference infer(byte[] firstDocument) {
        Set<String> names = new LinkedHashSet<>();
        JsonText.members(firstDocument, JsonText.skipSpace(firstDocument, 0), m -> {
            String name = JsonText.string(firstDocument, m.keyFrom(), m.keyTo());
            if (name.toLowerCase(Locale.ROOT).endsWith("id")) {
                names.add(name);
            }
        });
        List<String> candidates = new ArrayList<>(names);
        candidates.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
        String hint = " Please specify the primary key manually using the `primaryKey` query parameter.";
        return switch (candidates.size()) {
            case 1 -> new Key(candidates.get(0));
            case 0 ->
                new DocumentProblem(
                        "index_primary_key_no_candidate_found",
                        "The primary key inference failed as the engine did not find any field ending with `id` in"
                                + " its name." + hint);
            default ->
                new DocumentProblem(
                        "index_primary_key_multiple_candidates_found",
                        "The primary key inference failed as the engine found " + candidates.size()
                                + " fields ending with `id` in their names: '" + candidates.get(0) + "' and '"
                                + candidates.get(1) + "'." + hint);
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
