package miroir.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Documents split over volumes at random and merged must read as if they had never been apart. */
class SearchOracleTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** One document; a null price or name is none; the name counts only without a price. */
    private record Doc(
            int id,
            int words,
            int typos,
            @Nullable Double price,
            @Nullable String name,
            int metres,
            @Nullable String group) {}

    private static final Comparator<Doc> ORDER = Comparator.comparing(Doc::words, Comparator.reverseOrder())
            .thenComparing(Doc::typos)
            .thenComparing(Doc::price, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(SearchOracleTest::textOf, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(Doc::metres)
            .thenComparing(Doc::id);

    private static byte[] merge(SearchMergeRequest request, List<VolumeAnswer> answers) {
        var reader = SearchMerge.reader(request.strip(), false, request.primaryKey(), request.distinct(), 0);
        return SearchMerge.merge(request, answers.stream().map(reader).toList()).body();
    }

    @Test
    void every_page_of_every_split_equals_that_of_one_list() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Doc> whole = docs(random, random.nextInt(40));
            int offset = random.nextInt(20);
            int limit = random.nextInt(20);
            SearchMergeRequest request = request(offset, limit, null);
            List<VolumeAnswer> answers = answers(random, whole, offset + limit);
            byte[] body = merge(request, answers);
            JsonNode merged = JSON.readTree(body);
            int from = Math.min(offset, whole.size());
            List<Doc> expected = whole.subList(from, Math.min(offset + limit, whole.size()));
            assertThat(shown(merged)).as("seed %d", seed).isEqualTo(trees(expected));
            assertThat(merged.path("estimatedTotalHits").asInt())
                    .as("seed %d", seed)
                    .isEqualTo(whole.size());
            Collections.shuffle(answers, random);
            assertThat(merge(request, answers)).as("seed %d", seed).isEqualTo(body);
        }
    }

    @Test
    void distinct_over_a_split_equals_distinct_over_one_list() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Doc> whole = docs(random, random.nextInt(40));
            List<Doc> expected = distinct(whole);
            List<VolumeAnswer> answers = answers(random, whole, 40);
            JsonNode merged = JSON.readTree(merge(request(0, 40, "group"), answers));
            assertThat(shown(merged)).as("seed %d", seed).isEqualTo(trees(expected));
            assertThat(merged.path("estimatedTotalHits").asInt())
                    .as("seed %d", seed)
                    .isEqualTo(expected.size());
        }
    }

    private static SearchMergeRequest request(int offset, int limit, @Nullable String distinct) {
        return new SearchMergeRequest(
                "q",
                new Paging.OffsetLimit(offset, limit),
                1000,
                "id",
                HitStrip.NONE,
                false,
                false,
                Set.of(),
                distinct,
                null,
                1,
                "u",
                List.of());
    }

    private static List<Doc> docs(Random random, int size) {
        List<Doc> docs = new ArrayList<>();
        for (int id = 0; id < size; id++) {
            boolean priced = random.nextBoolean();
            Double price = priced ? Double.valueOf(random.nextInt(7) / 2.0 - 1) : null;
            String name = random.nextInt(3) == 0 ? null : "né\"" + random.nextInt(3);
            String group = random.nextInt(4) == 0 ? null : "G" + random.nextInt(9);
            docs.add(new Doc(id, random.nextInt(3), random.nextInt(2), price, name, random.nextInt(3) * 50, group));
        }
        docs.sort(ORDER);
        return docs;
    }

    private static @Nullable String textOf(Doc doc) {
        return doc.price == null ? doc.name : "";
    }

    private static List<Doc> distinct(List<Doc> docs) {
        Set<String> seen = new TreeSet<>();
        return docs.stream()
                .filter(doc -> doc.group == null || seen.add(doc.group))
                .toList();
    }

    private static List<VolumeAnswer> answers(Random random, List<Doc> whole, int most) {
        List<List<Doc>> parts = new ArrayList<>();
        int volumes = 1 + random.nextInt(5);
        for (int part = 0; part < volumes; part++) {
            parts.add(new ArrayList<>());
        }
        whole.forEach(doc -> parts.get(random.nextInt(volumes)).add(doc));
        List<VolumeAnswer> answers = new ArrayList<>();
        for (List<Doc> part : parts) {
            List<String> hits =
                    part.stream().limit(most).map(SearchOracleTest::hit).toList();
            String json = "{\"hits\":[" + String.join(",", hits) + "],\"estimatedTotalHits\":" + part.size() + "}";
            answers.add(new VolumeAnswer(json.getBytes(StandardCharsets.UTF_8), marker -> true));
        }
        return answers;
    }

    private static String hit(Doc doc) {
        String value = doc.price != null ? doc.price.toString() : quoted(doc.name);
        return document(doc).replaceAll("}$", "")
                + ",\"_miroir_shard\":\"s\",\"_rankingScoreDetails\":{\"words\":{\"order\":0,\"matchingWords\":"
                + doc.words
                + "},\"typo\":{\"order\":1,\"typoCount\":" + doc.typos + "},\"p:desc\":{\"order\":2,\"value\":" + value
                + "},\"_geoPoint(1, 2):asc\":{\"order\":3,\"value\":{\"lat\":1},\"distance\":" + doc.metres + ".25}}}";
    }

    private static String document(Doc doc) {
        return "{\"id\":" + doc.id + ",\"n\":1.10,\"group\":" + quoted(doc.group) + ",\"name\":" + quoted(doc.name)
                + "}";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : JsonText.quote(text);
    }

    private static List<JsonNode> trees(List<Doc> docs) throws Exception {
        List<JsonNode> trees = new ArrayList<>();
        for (Doc doc : docs) {
            trees.add(JSON.readTree(document(doc)));
        }
        return trees;
    }

    private static List<JsonNode> shown(JsonNode merged) {
        List<JsonNode> hits = new ArrayList<>();
        merged.path("hits").forEach(hits::add);
        return hits;
    }
}
