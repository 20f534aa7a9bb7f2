package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import miroir.embedded.json.Json;
import org.junit.jupiter.api.Test;

/** The essential property: a document's score depends on the document, the query and the settings alone. */
class MergeTest {

    private static final long SEED = 42;
    private static final String[] WORDS = {
        "captain", "capitan", "caption", "marvel", "marble", "the", "sea", "seas", "season", "house", "horse", "of",
        "blue", "blues", "night", "nights", "light", "star", "wars", "war"
    };

    private final Random random = new Random(SEED);

    @Test
    void parts_of_the_documents_rank_each_document_as_the_whole_does() {
        NodeClient whole = NodeClient.direct();
        List<NodeClient> parts = List.of(NodeClient.direct(), NodeClient.direct(), NodeClient.direct());
        String settings = "{\"searchableAttributes\":[\"title\",\"text\"],\"sortableAttributes\":[\"price\"],"
                + "\"filterableAttributes\":[\"price\",\"tag\"]}";
        whole.write("PATCH", "/indexes/m/settings", settings);
        parts.forEach(part -> part.write("PATCH", "/indexes/m/settings", settings));
        for (int id = 0; id < 300; id++) {
            String document = "[{\"id\":" + id + ",\"title\":\"" + text(4) + "\",\"text\":\"" + text(12)
                    + "\",\"price\":" + random.nextInt(5) + ",\"tag\":\"" + text(1) + "\"}]";
            whole.write("POST", "/indexes/m/documents?primaryKey=id", document);
            parts.get(Math.floorMod(id * 31, 3)).write("POST", "/indexes/m/documents?primaryKey=id", document);
        }
        for (int i = 0; i < 150; i++) {
            check(whole, parts, search());
        }
    }

    private static void check(NodeClient whole, List<NodeClient> parts, String search) {
        Map<String, String> joined = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (NodeClient part : parts) {
            part.hits("m", search).forEach(hit -> joined.put(Json.text(hit.get("id")), Json.text(hit)));
        }
        whole.hits("m", search).forEach(hit -> {
            String id = Json.text(hit.get("id"));
            order.add(id);
            assertThat(joined).as("seed %s, search %s", SEED, search).containsEntry(id, Json.text(hit));
        });
        assertThat(joined.keySet()).as("seed %s, search %s", SEED, search).containsExactlyInAnyOrderElementsOf(order);
    }

    private String search() {
        String last = random.nextInt(3) == 0 ? text(1).substring(0, 2) : text(1);
        String q = text(random.nextInt(3)) + " " + (random.nextInt(6) == 0 ? "\\\"" + text(2) + "\\\" " : "") + last;
        return "{\"q\":\"" + q.strip() + "\",\"limit\":1000,\"showRankingScore\":true,\"showRankingScoreDetails\":true"
                + (random.nextBoolean() ? ",\"sort\":[\"price:desc\"]" : "")
                + (random.nextInt(4) == 0 ? ",\"filter\":\"price > 1\"" : "")
                + (random.nextInt(4) == 0 ? ",\"matchingStrategy\":\"all\"" : "")
                + (random.nextInt(4) == 0 ? ",\"attributesToSearchOn\":[\"title\"]" : "") + "}";
    }

    private String text(int words) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            chosen.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(" ", chosen);
    }
}
