package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded questions to an index of the shop: searches of every parameter, document reads, statistics, mistakes. */
final class QueryGenerator {
    private static final List<String> FIELDS = List.of(
            "id",
            "title",
            "brand",
            "tags",
            "price",
            "maker",
            "maker.name",
            "categories.lvl0",
            "rating",
            "reviews",
            "reviews.stars",
            "mixed",
            "description",
            "_geo",
            "colour",
            "unknown");
    private static final List<String> SORTS = List.of(
            "price", "stock", "title", "released", "rating.average", "mixed", "id", "brand", "_geoPoint(48.8, 2.3)");
    private static final List<String> FACETS = List.of(
            "brand",
            "colour",
            "tags",
            "price",
            "rating.average",
            "categories.lvl0",
            "categories.lvl1",
            "mixed",
            "available",
            "serial",
            "reviews.stars",
            "released",
            "categories",
            "stock",
            "categories.*");

    private final Random random;
    private final String index;
    private final int documents;
    private final TextGenerator texts;
    private final FilterGenerator filters;

    QueryGenerator(long seed, String index, int documents) {
        this.random = new Random(seed);
        this.index = "/indexes/" + index;
        this.documents = documents;
        this.texts = new TextGenerator(random);
        this.filters = new FilterGenerator(random);
    }

    Question next() {
        int kind = random.nextInt(100);
        if (kind < 72) {
            return Question.post(index + "/search", search().toString());
        }
        if (kind < 80) {
            return Question.get(index + "/search" + inUrl(search()));
        }
        if (kind < 84) {
            return Question.get(index + "/documents" + inUrl(listing()));
        }
        if (kind < 92) {
            return Question.post(index + "/documents/fetch", listing().toString());
        }
        if (kind < 95) {
            return Question.get(index + "/documents/" + id() + (random.nextBoolean() ? "" : "?fields=title,maker"));
        }
        return kind < 96 ? Question.get(index + "/stats") : mistake();
    }

    private ObjectNode search() {
        ObjectNode body = Api.JSON.createObjectNode();
        if (chance(80)) {
            body.put("q", texts.text());
        }
        if (chance(35)) {
            body.set("filter", filters.filter());
        }
        if (chance(30)) {
            sort(body.putArray("sort"));
        }
        if (chance(25)) {
            some(body.putArray("facets"), chance(20) ? List.of("*") : FACETS);
        }
        page(body);
        choose(body);
        return body;
    }

    private void choose(ObjectNode body) {
        if (chance(25)) {
            body.put("matchingStrategy", chance(70) ? "all" : "last");
        }
        show(body);
        if (chance(8)) {
            body.put("rankingScoreThreshold", random.nextInt(100) / 100.0);
        }
        if (chance(8)) {
            body.put("distinct", one(List.of("family", "colour", "maker.country", "tags", "rating.average", "brand")));
        }
        if (chance(10)) {
            some(body.putArray("attributesToSearchOn"), List.of("title", "description", "maker", "maker.name", "tags"));
        }
    }

    private void page(ObjectNode body) {
        switch (random.nextInt(6)) {
            case 0 -> body.put("offset", random.nextInt(60)).put("limit", random.nextInt(30));
            case 1 -> body.put("offset", 900 + random.nextInt(300)).put("limit", random.nextInt(150));
            case 2 -> body.put("page", random.nextInt(5)).put("hitsPerPage", random.nextInt(15));
            case 3 -> body.put("limit", 50 + random.nextInt(100));
            default -> {}
        }
    }

    private void show(ObjectNode body) {
        if (chance(30)) {
            some(body.putArray("attributesToRetrieve"), chance(15) ? List.of("*") : FIELDS);
        }
        if (chance(25)) {
            some(body.putArray("attributesToHighlight"), chance(40) ? List.of("*") : FIELDS);
            if (chance(30)) {
                body.put("highlightPreTag", "«").put("highlightPostTag", "»");
            }
        }
        if (chance(15)) {
            some(body.putArray("attributesToCrop"), chance(40) ? List.of("*") : List.of("title", "description:4"));
            if (chance(50)) {
                body.put("cropLength", 1 + random.nextInt(12)).put("cropMarker", "[…]");
            }
        }
        for (String flag : List.of("showMatchesPosition", "showRankingScore", "showRankingScoreDetails")) {
            if (chance(18)) {
                body.put(flag, true);
            }
        }
    }

    private void sort(ArrayNode to) {
        List<String> left = new ArrayList<>(SORTS);
        for (int i = random.nextInt(3); i >= 0; i--) {
            to.add(left.remove(random.nextInt(left.size())) + (random.nextBoolean() ? ":asc" : ":desc"));
        }
    }

    private ObjectNode listing() {
        ObjectNode body = Api.JSON.createObjectNode();
        if (chance(50)) {
            body.put("offset", chance(20) ? documents - 5 : random.nextInt(400));
        }
        if (chance(60)) {
            body.put("limit", random.nextInt(60));
        }
        if (chance(40)) {
            some(body.putArray("fields"), chance(20) ? List.of("*") : FIELDS);
        }
        if (chance(40)) {
            body.set("filter", filters.filter());
        }
        if (chance(30)) {
            sort(body.putArray("sort"));
        }
        if (chance(15)) {
            ArrayNode ids = body.putArray("ids");
            for (int i = random.nextInt(8); i >= 0; i--) {
                ids.add(id());
            }
        }
        return body;
    }

    private Question mistake() {
        String body = one(List.of(
                "{\"filter\":\"nothing = 1\"}",
                "{\"filter\":\"price >\"}",
                "{\"filter\":[[[\"a\"]]]}",
                "{\"sort\":[\"colour:asc\"]}",
                "{\"sort\":[\"price\"]}",
                "{\"facets\":[\"title\"]}",
                "{\"distinct\":\"title\"}",
                "{\"limit\":-1}",
                "{\"q\":5}",
                "{\"unknown\":true}",
                "{\"attributesToSearchOn\":[\"price\"]}",
                "{\"filter\":\"_geoRadius(1, 2)\"}",
                "{\"rankingScoreThreshold\":2}",
                "{\"matchingStrategy\":\"some\"}"));
        return Question.post(index + (chance(75) ? "/search" : "/documents/fetch"), body);
    }

    private String inUrl(ObjectNode body) {
        StringBuilder url = new StringBuilder();
        body.properties().forEach(member -> {
            url.append(url.isEmpty() ? '?' : '&').append(member.getKey()).append('=');
            url.append(URLEncoder.encode(inUrl(member.getKey(), member.getValue()), StandardCharsets.UTF_8));
        });
        return url.toString();
    }

    private static String inUrl(String name, JsonNode value) {
        if (!value.isArray() || name.equals("filter")) {
            return value.isTextual() ? value.asText() : value.toString();
        }
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(item.asText()));
        return String.join(",", items);
    }

    private void some(ArrayNode to, List<String> from) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            to.add(one(from));
        }
    }

    private int id() {
        return random.nextInt(documents + documents / 20);
    }

    private String one(List<String> from) {
        return Shop.pick(random, from);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
