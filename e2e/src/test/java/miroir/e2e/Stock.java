package miroir.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Seeded documents made for facets: many numbers, texts with accents, values of both kinds, several spellings. */
final class Stock {
    static final String INDEX = "stock";

    /** Searched by one node in one way: as texts up to 3,000 matches, as numbers above. */
    static final int DOCUMENTS = 4_500;

    static final List<String> WORDS = List.of("lamp", "chair", "table", "kettle", "tent", "drill");
    private static final List<String> STEMS = List.of(
            "Été", "éther", "etui", "Ærø", "aero", "Œuvre", "oeuf", "naïve", "native", "ΛΌΓΟΣ", "rouge", "ROUND");
    private static final List<String> FINISHES = List.of("matt", "gloss", "satin");

    private Stock() {}

    /** The settings that the questions rely on; {@code orders} as in {@code sortFacetValuesBy}. */
    static String settings(int maxValues, String orders) {
        return """
                {"searchableAttributes":["title","brand"],
                 "filterableAttributes":["price","brand","size","finish","tags","measures",
                   {"attributePatterns":["kinds.*"],"features":{"facetSearch":true,"filter":{"equality":true}}},
                   {"attributePatterns":["plain"],"features":{"facetSearch":false,"filter":{"comparison":true}}}],
                 "faceting":{"maxValuesPerFacet":%d,"sortFacetValuesBy":{"*":"alpha","brand":"count","kinds.deep":"count"}}}
                """.formatted(maxValues);
    }

    /** The documents, as a JSON array. */
    static String documents(long seed) {
        ArrayNode all = Api.JSON.createArrayNode();
        for (int i = 0; i < DOCUMENTS; i++) {
            all.add(document(i, new Random(seed * 1_000_003 + i)));
        }
        return all.toString();
    }

    private static ObjectNode document(int i, Random random) {
        ObjectNode document = Api.JSON.createObjectNode().put("id", i);
        document.put("title", Shop.pick(random, WORDS) + " " + Shop.pick(random, WORDS) + " " + random.nextInt(9));
        document.put("price", i % 2000);
        document.put("brand", "Brand " + Integer.toString(random.nextInt(17) * random.nextInt(17), 36));
        if (random.nextInt(3) == 0) {
            document.put("size", "s" + random.nextInt(60));
        } else {
            document.put("size", (random.nextInt(600) - 100) / 4.0);
        }
        String finish = Shop.pick(random, FINISHES);
        document.put("finish", random.nextInt(4) == 0 ? finish.toUpperCase(java.util.Locale.ROOT) : finish);
        ArrayNode tags = document.putArray("tags");
        for (int t = random.nextInt(4); t > 0; t--) {
            tags.add(tag(random));
        }
        ArrayNode measures = document.putArray("measures");
        for (int m = random.nextInt(4); m > 0; m--) {
            measures.add(random.nextInt(900) / 2.0);
        }
        document.putObject("kinds")
                .put("deep", tag(random))
                .put("flat", random.nextBoolean())
                .put("rare", random.nextInt(500) == 0 ? "rare" : "common");
        return document.put("plain", random.nextInt(5));
    }

    static String tag(Random random) {
        return Shop.pick(random, STEMS) + (char) ('a' + random.nextInt(14));
    }
}
