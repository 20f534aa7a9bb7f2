package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;

/** Seeded filters over the shop, of every operator and shape. */
final class FilterGenerator {
    private final Random random;

    FilterGenerator(Random random) {
        this.random = random;
    }

    /** A filter as a text or as nested arrays. */
    JsonNode filter() {
        if (random.nextInt(3) > 0) {
            return TextNode.valueOf(expression(2));
        }
        ArrayNode and = Api.JSON.createArrayNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
            if (random.nextBoolean()) {
                and.add(expression(1));
            } else {
                ArrayNode or = and.addArray();
                for (int j = random.nextInt(3); j >= 0; j--) {
                    or.add(expression(0));
                }
            }
        }
        return and;
    }

    /** A filter as one text. */
    String expression(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return condition();
        }
        return switch (random.nextInt(4)) {
            case 0 -> expression(depth - 1) + " AND " + expression(depth - 1);
            case 1 -> expression(depth - 1) + " OR " + expression(depth - 1);
            case 2 -> "NOT (" + expression(depth - 1) + ")";
            default -> "(" + expression(depth - 1) + " OR " + condition() + ") AND " + condition();
        };
    }

    private String condition() {
        return switch (random.nextInt(14)) {
            case 0 -> "brand = " + Shop.brand(random.nextInt(Shop.BRANDS));
            case 1 -> "colour != " + one(Shop.COLOURS);
            case 2 -> number() + " " + one(List.of(">", ">=", "<", "<=", "=", "!=")) + " " + random.nextInt(180);
            case 3 -> number() + " " + random.nextInt(60) + " TO " + (60 + random.nextInt(100));
            case 4 -> "tags IN [" + one(Shop.TAGS) + ", " + one(Shop.TAGS) + "]";
            case 5 -> "tags NOT IN [" + one(Shop.TAGS) + ", \"" + one(Shop.TAGS) + "\"]";
            case 6 ->
                one(List.of("price", "brand", "tags", "mixed", "released", "rating"))
                        + one(List.of(" EXISTS", " NOT EXISTS"));
            case 7 ->
                one(List.of("tags", "mixed", "reviews"))
                        + one(List.of(" IS NULL", " IS NOT NULL", " IS EMPTY", " IS NOT EMPTY"));
            case 8 -> "categories.lvl1 STARTS WITH '" + one(Shop.PLACES) + " >'";
            case 9 -> "released " + one(List.of("> ", "<= ")) + "\"20" + (10 + random.nextInt(14)) + "-06-01\"";
            case 10 -> geo();
            case 11 -> "mixed = " + one(List.of("3", "-4", "red", "true", "false", "''", "2.5", "kids"));
            case 12 -> "reviews.stars >= " + (1 + random.nextInt(5));
            default -> one(List.of("available = ", "available != ")) + random.nextBoolean();
        };
    }

    private String number() {
        return one(List.of("price", "stock", "rating.average", "rating.count", "categories.depth", "id"));
    }

    private String geo() {
        double lat = random.nextInt(100) - 50;
        double lng = random.nextInt(300) - 150;
        return switch (random.nextInt(3)) {
            case 0 -> "_geoRadius(" + lat + ", " + lng + ", " + (500_000 + random.nextInt(3_000_000)) + ")";
            case 1 -> "_geoBoundingBox([" + (lat + 30) + ", " + (lng + 20) + "], [" + lat + ", " + lng + "])";
            default ->
                "_geoPolygon([" + lat + ", " + lng + "], [" + (lat + 20) + ", " + lng + "], [" + lat + ", " + (lng + 29)
                        + "])";
        };
    }

    private String one(List<String> from) {
        return Shop.pick(random, from);
    }
}
