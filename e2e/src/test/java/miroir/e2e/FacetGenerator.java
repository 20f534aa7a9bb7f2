package miroir.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Seeded questions about the facets of {@link Stock}: counts beside a search, and searches for values. */
final class FacetGenerator {
    private static final List<String> FACETS =
            List.of("price", "brand", "size", "tags", "finish", "measures", "kinds.deep", "kinds.flat", "kinds.rare");

    private final Random random;

    FacetGenerator(long seed) {
        this.random = new Random(seed);
    }

    Question next() {
        return random.nextBoolean() ? search() : facetSearch();
    }

    private Question search() {
        ObjectNode body = Api.JSON.createObjectNode();
        select(body);
        if (chance(40)) {
            body.put("page", random.nextInt(4)).put("hitsPerPage", random.nextInt(30));
        } else {
            body.put("limit", random.nextInt(40));
        }
        if (chance(30)) {
            body.put("rankingScoreThreshold", random.nextInt(100) / 100.0);
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            body.withArray("facets").add(Shop.pick(random, FACETS));
        }
        return Question.post("/indexes/" + Stock.INDEX + "/search", body.toString());
    }

    private Question facetSearch() {
        ObjectNode body = Api.JSON.createObjectNode();
        body.put(
                "facetName",
                chance(90) ? Shop.pick(random, FACETS) : Shop.pick(random, List.of("plain", "title", "x")));
        if (chance(75)) {
            body.put("facetQuery", start());
        }
        select(body);
        if (chance(20)) {
            body.put("exhaustiveFacetCount", random.nextBoolean());
        } else if (chance(10)) {
            body.put("exhaustiveFacetCount", true).put("rankingScoreThreshold", random.nextInt(100) / 100.0);
        }
        return Question.post("/indexes/" + Stock.INDEX + "/facet-search", body.toString());
    }

    /** How a value begins, at times mistyped. */
    private String start() {
        String value = Shop.pick(
                random,
                List.of(
                        Stock.tag(random),
                        "Brand " + random.nextInt(9),
                        "s" + random.nextInt(60),
                        "true",
                        "common",
                        ""));
        String start = value.substring(0, random.nextInt(value.length() + 1));
        if (chance(25) && start.length() > 2) {
            int at = random.nextInt(start.length());
            start = start.substring(0, at) + (random.nextBoolean() ? "" : "x") + start.substring(at + 1);
        }
        return chance(20) ? start.toUpperCase(java.util.Locale.ROOT) : start;
    }

    private void select(ObjectNode body) {
        if (chance(50)) {
            body.put("q", Shop.pick(random, Stock.WORDS) + (chance(50) ? " " + random.nextInt(9) : ""));
        }
        if (chance(40)) {
            body.put("filter", filter());
        }
        if (chance(10)) {
            body.put("matchingStrategy", "all");
        }
        if (chance(10)) {
            body.putArray("attributesToSearchOn").add("title");
        }
        if (chance(5)) {
            body.putArray("locales").add("eng");
        }
    }

    private String filter() {
        return switch (random.nextInt(4)) {
            case 0 -> "price < " + random.nextInt(2000);
            case 1 -> "size > " + random.nextInt(100) + " OR kinds.rare = rare";
            case 2 -> "plain = " + random.nextInt(5);
            default -> "NOT finish = matt AND plain > " + random.nextInt(4);
        };
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
