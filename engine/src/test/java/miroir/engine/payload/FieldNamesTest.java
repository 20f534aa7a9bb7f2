package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldNamesTest {
    @TempDir
    Path directory;

    @Test
    void as_many_names_as_a_node_takes_with_the_marker_of_the_shard_are_taken() throws IOException {
        assertThat(split(document(1, names("a", FieldNames.MOST - 1)))).isInstanceOf(Split.class);
    }

    @Test
    void one_more_is_refused_before_anything_is_sent() throws IOException {
        assertThat(split(document(1, names("a", FieldNames.MOST)))).isEqualTo(tooMany(""));
    }

    @Test
    void the_names_of_all_documents_count_once() throws IOException {
        String half = names("a", 40_000);
        assertThat(split(document(1, half), document(2, half))).isInstanceOf(Split.class);
        assertThat(split(document(1, half), document(2, names("b", 40_000)))).isEqualTo(tooMany(""));
    }

    @Test
    void names_inside_of_objects_and_lists_count_with_their_path() throws IOException {
        String inner = "{" + names("a", 40_000) + "}";
        assertThat(split(document(1, "\"o\":[" + inner + "," + inner + "]"))).isInstanceOf(Split.class);
        assertThat(split(document(1, "\"o\":[[" + inner + "],{\"p\":" + inner + "}]")))
                .isEqualTo(tooMany("Index `books`: "));
    }

    @Test
    void names_inside_of_places_and_vectors_do_not_count() throws IOException {
        assertThat(split(document(1, "\"_geojson\":{" + names("a", 70_000) + "}")))
                .isInstanceOf(Split.class);
    }

    private static DocumentProblem tooMany(String where) {
        return new DocumentProblem(
                "max_fields_limit_exceeded", where + "A document cannot contain more than 65,535 fields.");
    }

    private static String names(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + i + "\":0")
                .collect(Collectors.joining(","));
    }

    private static String document(int id, String fields) {
        return "{\"id\":" + id + "," + fields + "}";
    }

    private SplitResult split(String... documents) throws IOException {
        Path file = directory.resolve("payload");
        Files.writeString(file, String.join("\n", List.of(documents)) + "\n");
        return new Splitter(id -> 0).split(file, "id", new SplitRules("books", false, Map.of()));
    }
}
