package miroir.engine.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/** Prints how long the merge of three answers takes, beside a merge by Jackson trees in the same run. Not a test. */
final class MergeBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MergeBenchmark() {}

    public static void main(String[] args) throws Exception {
        for (int hits : new int[] {20, 1000}) {
            List<VolumeAnswer> answers = answers(hits);
            int bytes =
                    answers.stream().mapToInt(answer -> answer.body().length).sum();
            System.out.printf("3 x %d hits, %d KB with details%n", hits, bytes / 1024);
            int rounds = hits == 20 ? 4000 : 200;
            print("slices", rounds, () -> slices(answers, hits));
            print("trees", rounds, () -> trees(answers, hits));
            print("slices", rounds, () -> slices(answers, hits));
        }
    }

    private static byte[] slices(List<VolumeAnswer> answers, int hits) {
        SearchMergeRequest request = new SearchMergeRequest(
                "q",
                new Paging.OffsetLimit(0, hits),
                1000,
                "id",
                HitStrip.NONE,
                false,
                false,
                Set.of(),
                null,
                null,
                1,
                "u",
                List.of());
        var reader = SearchMerge.reader(HitStrip.NONE, false, "id", null, 0);
        return SearchMerge.merge(request, answers.stream().map(reader).toList()).body();
    }

    private record Keyed(JsonNode hit, int words, int typos, double proximity, int id) {
        static Keyed of(JsonNode hit) {
            JsonNode details = hit.path("_rankingScoreDetails");
            return new Keyed(
                    hit,
                    details.path("words").path("matchingWords").asInt(),
                    details.path("typo").path("typoCount").asInt(),
                    details.path("proximity").path("score").asDouble(),
                    hit.path("id").asInt());
        }
    }

    private static byte[] trees(List<VolumeAnswer> answers, int hits) throws IOException {
        List<Keyed> all = new ArrayList<>();
        for (VolumeAnswer answer : answers) {
            JSON.readTree(answer.body()).path("hits").forEach(hit -> all.add(Keyed.of(hit)));
        }
        all.sort(Comparator.comparingInt((Keyed hit) -> -hit.words)
                .thenComparingInt(Keyed::typos)
                .thenComparingDouble(hit -> -hit.proximity)
                .thenComparingInt(Keyed::id));
        ObjectNode merged = JSON.createObjectNode();
        ArrayNode shown = merged.putArray("hits");
        for (Keyed keyed : all.subList(0, hits)) {
            shown.add(((ObjectNode) keyed.hit).without(List.of("_miroir_shard", "_rankingScoreDetails")));
        }
        return JSON.writeValueAsBytes(merged.put("estimatedTotalHits", all.size()));
    }

    private static void print(String name, int rounds, Callable<byte[]> merge) throws Exception {
        long[] nanos = new long[rounds];
        long sum = 0;
        for (int round = -rounds; round < rounds; round++) {
            long start = System.nanoTime();
            sum += merge.call().length;
            nanos[Math.max(0, round)] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "  %-7s min %8.1f us, median %8.1f us, %d bytes out%n",
                name, nanos[0] / 1e3, nanos[rounds / 2] / 1e3, sum / (2L * rounds));
    }

    private static List<VolumeAnswer> answers(int hits) {
        Random random = new Random(1);
        List<VolumeAnswer> answers = new ArrayList<>();
        for (int volume = 0; volume < 3; volume++) {
            StringBuilder json = new StringBuilder("{\"hits\":[");
            for (int at = 0; at < hits; at++) {
                json.append(at == 0 ? "" : ",").append(hit(random, at * 3 + volume, at * 4 / hits));
            }
            json.append("],\"query\":\"q\",\"processingTimeMs\":1,\"limit\":20,\"offset\":0,\"estimatedTotalHits\":")
                    .append(hits);
            byte[] body = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
            answers.add(new VolumeAnswer(body, marker -> true));
        }
        return answers;
    }

    private static String hit(Random random, int id, int typos) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 30; word++) {
            text.append(Long.toString(random.nextLong(100_000), 36)).append(' ');
        }
        return """
                {"id":%d,"title":"Title of %d","overview":"%s","genres":["Drama","Action","Comedy"],"poster":"https://image.example/t/p/w500/%x.jpg",\
                "release_date":%d,"price":%.2f,"rating":4.5,"_miroir_shard":"⸀⸁",\
                "_rankingScoreDetails":{"words":{"order":0,"matchingWords":2,"maxMatchingWords":2,"score":1.0},\
                "typo":{"order":1,"typoCount":%d,"maxTypoCount":4,"score":0.75},"proximity":{"order":2,"score":0.8571428571428571},\
                "attributeRank":{"order":3,"score":0.9090909090909091},"wordPosition":{"order":4,"score":0.9523809523809523},\
                "exactness":{"order":5,"matchType":"noExactMatch","matchingWords":2,"maxMatchingWords":2,"score":0.3333333333333333}}}""".formatted(id, id, text, random.nextLong(), random.nextInt(), random.nextInt(9999) / 100.0, typos);
    }
}
