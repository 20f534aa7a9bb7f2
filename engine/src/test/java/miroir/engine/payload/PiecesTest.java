package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PiecesTest {
    private static final int SHARDS = 16;

    @TempDir
    Path directory;

    private static String marker(int shard) {
        return "⸀⸁" + shard;
    }

    private static int shardOf(String id) {
        return Math.floorMod(id.hashCode(), SHARDS);
    }

    private Split split(List<String> lines) throws IOException {
        Path file = new Reading(directory).ndjson(lines.toArray(new String[0]));
        return (Split) new Splitter(PiecesTest::shardOf).split(file, "id", SplitRules.plain("i"));
    }

    private static List<String> sent(Split split, IntPredicate shards, int maxBytes) throws IOException {
        Pieces pieces = new Pieces(split, PiecesTest::marker, maxBytes);
        List<String> lines = new ArrayList<>();
        for (int chunk = 0; chunk < pieces.chunks(); chunk++) {
            byte[] sent = pieces.read(chunk, shards);
            List<String> inside = lines(sent);
            assertThat(sent.length <= maxBytes || inside.size() == 1).isTrue();
            assertThat(pieces.has(chunk, shards)).isEqualTo(sent.length > 0);
            lines.addAll(inside);
        }
        return lines;
    }

    private static List<String> lines(byte[] ndjson) {
        return new String(ndjson, StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void each_document_goes_once_in_order_with_the_marker_of_its_shard() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            List<String> documents = new ArrayList<>();
            List<String> marked = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int id = random.nextInt(150);
                String body = "{\"id\":" + id + ",\"v\":\"" + "é}".repeat(random.nextInt(200)) + "\"";
                documents.add(body + " }" + " ".repeat(random.nextInt(2)));
                marked.add(body + " ,\"_miroir_shard\":\"" + marker(shardOf(Integer.toString(id))) + "\"}");
            }
            Split split = split(documents);
            int cut = random.nextInt(SHARDS + 1);
            int size = 1 + random.nextInt(3000);
            List<String> low = sent(split, s -> s < cut, size);
            List<String> high = sent(split, s -> s >= cut, size);
            assertThat(low).as("seed %d", seed).containsExactlyElementsOf(of(marked, s -> s < cut));
            assertThat(high).as("seed %d", seed).containsExactlyElementsOf(of(marked, s -> s >= cut));
        }
    }

    @Test
    void cuts_are_where_they_are_for_whichever_shards() throws IOException {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            documents.add("{\"id\":" + i + "}");
        }
        Pieces pieces = new Pieces(split(documents), PiecesTest::marker, 1000);
        assertThat(pieces.chunks()).isGreaterThan(5);
        for (int chunk = 0; chunk < pieces.chunks(); chunk++) {
            List<String> some = lines(pieces.read(chunk, s -> s % 3 == 1));
            assertThat(lines(pieces.read(chunk, s -> true)).stream()
                            .filter(line -> shardOf(line.substring(6, line.indexOf(','))) % 3 == 1))
                    .containsExactlyElementsOf(some);
        }
    }

    private static List<String> of(List<String> marked, IntPredicate shards) {
        return marked.stream()
                .filter(line ->
                        shards.test(shardOf(line.substring(6, line.indexOf(',')).trim())))
                .toList();
    }

    @Test
    void an_object_without_members_takes_no_comma() throws IOException {
        LineIndex lines = new LineIndex();
        lines.add(0, 4, 3);
        Split split = new Split(new Reading(directory).ndjson("{ } "), lines, 1);
        assertThat(sent(split, s -> true, 1000)).containsExactly("{ \"_miroir_shard\":\"⸀⸁3\"}");
    }

    @Test
    void nothing_is_sent_for_shards_without_documents() throws IOException {
        assertThat(sent(split(List.of("{\"id\":1}")), s -> false, 1000)).isEmpty();
    }

    @Test
    void large_payloads_are_read_in_windows() throws IOException {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            documents.add("{\"id\":" + i + ",\"v\":\"" + "x".repeat(i % 50 == 0 ? 5000 : 900) + "\"}");
        }
        documents.add("{\"id\":\"big\",\"v\":\"" + "y".repeat(3 << 20) + "\"}");
        assertThat(sent(split(documents), s -> true, 1 << 20))
                .hasSize(4001)
                .last()
                .asString()
                .startsWith("{\"id\":\"big\"");
    }
}
