package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The first page of searches for words that are beginnings of others, on nodes that know some of the words each, has the
 * hits of one node that knows all of them, in its order; those that rank the same there may change places.
 */
final class ExactWordIT {
    private static final int QUERIES = 60;
    private static final int INDEXES = Integer.getInteger("miroir.exactWords", 1);
    private static final int PAGE = 20;

    private final Map<NearWords.Kind, Integer> different = new EnumMap<>(NearWords.Kind.class);
    private final List<String> scripts = new ArrayList<>();

    @Test
    void embedded_nodes_show_the_first_page_of_one_node() {
        compare(Fleet.Shape.embedded(1, 4, 2));
    }

    @Test
    void real_nodes_show_the_first_page_of_one_node() {
        assumeTrue(Program.meilisearch() != null, "needs a Meilisearch: set MIROIR_MEILISEARCH");
        compare(new Fleet.Shape(Fleet.Kind.MEILISEARCH, 1, 4, 2, 64, false));
    }

    private void compare(Fleet.Shape shape) {
        try (Fleet fleet = Fleet.start(shape)) {
            for (NearWords.Kind kind : NearWords.Kind.values()) {
                different.put(kind, 0);
                for (int seed = 0; seed < INDEXES; seed++) {
                    compare(new Sides(fleet), kind, seed);
                }
            }
        }
        System.out.printf(
                "%s: of %d first pages each, other than one node's: %s%n", shape, INDEXES * QUERIES, different);
        assertThat(scripts).isEmpty();
    }

    private void compare(Sides sides, NearWords.Kind kind, long seed) {
        NearWords words = new NearWords(kind, seed);
        String index = "/indexes/" + kind.name().toLowerCase(java.util.Locale.ROOT) + seed;
        sides.both(api -> api.json("PATCH", index + "/settings", words.settings()));
        String documents = words.documents();
        sides.both(api -> api.post(index + "/documents?primaryKey=id", documents));
        for (int i = 0; i < QUERIES; i++) {
            ObjectNode search = words.search().put("showRankingScoreDetails", true);
            search.putArray("attributesToRetrieve").add("id").add("title").add("name");
            compare(sides, kind, seed, index + "/search", search);
        }
    }

    private void compare(Sides sides, NearWords.Kind kind, long seed, String path, ObjectNode search) {
        List<JsonNode> all = hits(sides.plain(), path, search.put("limit", 1000));
        List<JsonNode> page = hits(sides.miroir(), path, search.put("limit", PAGE));
        Map<JsonNode, JsonNode> ranks = new HashMap<>();
        all.forEach(hit -> ranks.put(hit.path("id"), hit.path("_rankingScoreDetails")));
        List<JsonNode> expected =
                all.stream().limit(PAGE).map(hit -> ranks.get(hit.path("id"))).toList();
        List<JsonNode> shown = page.stream()
                .map(hit -> ranks.getOrDefault(hit.path("id"), hit))
                .toList();
        if (!shown.equals(expected)) {
            different.merge(kind, 1, Integer::sum);
            int at = 0;
            while (at < Math.min(shown.size(), expected.size()) && shown.get(at).equals(expected.get(at))) {
                at++;
            }
            scripts.add(kind + " " + seed + ": " + search.path("q") + " at " + at + "\n  one node: "
                    + (at < all.size() ? all.get(at) : "nothing") + "\n  miroir:   "
                    + (at < page.size() ? page.get(at) : "nothing"));
        }
    }

    private static List<JsonNode> hits(Api api, String path, ObjectNode search) {
        List<JsonNode> hits = new ArrayList<>();
        api.post(path, search.toString()).json().path("hits").forEach(hits::add);
        return hits;
    }
}
