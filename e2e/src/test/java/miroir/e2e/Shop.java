package miroir.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** A seeded shop's documents: texts, numbers, dates, places, nested and mixed values, with gaps. */
final class Shop {
    static final List<String> ADJECTIVES = words("small large quiet bright compact folding wooden electric portable"
            + " ceramic woollen waterproof rechargeable vintage modern heavy light magnetic padded adjustable soft"
            + " stainless organic insulated cordless automatic handmade Scandinavian reversible stackable");
    static final List<String> NOUNS = words("lamp table chair kettle toaster backpack tent bottle speaker headphones"
            + " keyboard notebook blanket pillow bicycle helmet jacket sweater teapot saucepan drill hammer ladder"
            + " camera tripod guitar violin puzzle telescope umbrella wallet sofa bookshelf mirror clock radiator"
            + " thermometer screwdriver wheelbarrow greenhouse");
    static final List<String> PLACES = words(
            "kitchen garden bedroom office bathroom garage workshop balcony cellar" + " nursery classroom studio");
    static final List<String> VERBS =
            words("keeps folds lights warms carries measures protects cleans holds dries" + " charges repairs");
    static final List<String> COLOURS = words("red green blue black white yellow orange violet grey brown");
    static final List<String> COUNTRIES = words("France Germany Japan Sweden Italy Portugal Canada Brazil");
    static final List<String> TAGS = words("new sale gift eco bestseller outdoor indoor kids travel luxury budget");
    static final int BRANDS = 60;

    private final long seed;
    private final int size;

    Shop(long seed, int size) {
        this.seed = seed;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** The settings that the questions rely on. */
    static String settings() {
        return """
                {"searchableAttributes":["title","brand","tags","maker","description"],
                 "filterableAttributes":["id","brand","colour","finish","categories","tags","price","stock","available",
                   "released","rating","maker","reviews","mixed","family","serial","_geo"],
                 "sortableAttributes":["id","title","price","stock","released","rating.average","mixed","brand","_geo"],
                 "rankingRules":["words","typo","proximity","attribute","sort","exactness","sales:desc"],
                 "stopWords":["the","of","and"],
                 "synonyms":{"sofa":["couch","settee"],"couch":["sofa"],"night stand":["table"]},
                 "faceting":{"maxValuesPerFacet":100,"sortFacetValuesBy":{"*":"alpha","brand":"count","tags":"count"}}}
                """;
    }

    /** Documents from one place up to another, as a JSON array. */
    String documents(int from, int to) {
        ArrayNode all = Api.JSON.createArrayNode();
        for (int i = from; i < Math.min(to, size); i++) {
            all.add(document(i));
        }
        return all.toString();
    }

    private ObjectNode document(int i) {
        Random random = new Random(seed * 1_000_003 + i);
        ObjectNode document = Api.JSON.createObjectNode().put("id", i);
        String noun = pick(random, NOUNS);
        document.put("title", title(random, noun));
        document.put("description", description(random, noun));
        if (random.nextInt(12) > 0) {
            document.put("brand", brand(random.nextInt(BRANDS)));
        }
        document.put("colour", pick(random, COLOURS));
        document.put("finish", spelling(random, pick(random, List.of("matt", "gloss", "satin"))));
        document.put("family", "F" + random.nextInt(size / 3 + 1));
        document.put("serial", "S%03d".formatted(random.nextInt(300)));
        document.put("sales", random.nextInt(50));
        numbers(document, random);
        nested(document, random);
        loose(document, random);
        return document;
    }

    private static void numbers(ObjectNode document, Random random) {
        if (random.nextInt(10) > 0) {
            document.put("price", random.nextInt(40) == 0 ? random.nextInt(50) : random.nextInt(20_000) / 100.0);
        }
        document.put("stock", random.nextInt(3) == 0 ? 0 : random.nextInt(200));
        document.put("available", random.nextBoolean());
        if (random.nextInt(8) > 0) {
            document.put(
                    "released",
                    "20%02d-%02d-%02d".formatted(random.nextInt(24), 1 + random.nextInt(12), 1 + random.nextInt(28)));
        }
    }

    private static void nested(ObjectNode document, Random random) {
        String place = pick(random, PLACES);
        document.putObject("categories")
                .put("lvl0", place)
                .put("lvl1", place + " > " + pick(random, NOUNS))
                .put("depth", random.nextInt(3));
        if (random.nextInt(6) > 0) {
            document.putObject("rating")
                    .put("average", random.nextInt(51) / 10.0)
                    .put("count", random.nextInt(500));
        }
        document.putObject("maker")
                .put("name", pick(random, COUNTRIES) + " Works")
                .put("country", pick(random, COUNTRIES));
        ArrayNode reviews = document.putArray("reviews");
        for (int r = random.nextInt(3); r > 0; r--) {
            reviews.addObject().put("user", "user" + random.nextInt(40)).put("stars", 1 + random.nextInt(5));
        }
    }

    private static void loose(ObjectNode document, Random random) {
        int kind = random.nextInt(9);
        switch (kind) {
            case 0 -> document.putNull("tags");
            case 1 -> document.putArray("tags");
            case 2 -> document.put("tags", pick(random, TAGS));
            default -> {
                ArrayNode tags = document.putArray("tags");
                for (int t = 1 + random.nextInt(3); t > 0; t--) {
                    tags.add(pick(random, TAGS));
                }
            }
        }
        switch (random.nextInt(9)) {
            case 0 -> document.put("mixed", random.nextInt(40) - 20);
            case 1 -> document.put("mixed", random.nextInt(40) / 8.0);
            case 2 -> document.put("mixed", pick(random, COLOURS));
            case 3 -> document.put("mixed", random.nextBoolean());
            case 4 -> document.putNull("mixed");
            case 5 -> document.putArray("mixed").add(random.nextInt(9)).add(pick(random, TAGS));
            case 6 -> document.put("mixed", "");
            default -> {}
        }
        if (random.nextInt(5) < 3) {
            double lat = Math.round((random.nextDouble() * 120 - 60) * 10_000) / 10_000.0;
            double lng = Math.round((random.nextDouble() * 360 - 180) * 10_000) / 10_000.0;
            document.putObject("_geo").put("lat", lat).put("lng", lng);
        }
    }

    private static String title(Random random, String noun) {
        String title = pick(random, ADJECTIVES) + " " + noun;
        return switch (random.nextInt(4)) {
            case 0 -> pick(random, COLOURS) + " " + title;
            case 1 -> title + " for the " + pick(random, PLACES);
            case 2 -> title + " " + (random.nextInt(90) + 10) + (random.nextBoolean() ? "XL" : "");
            default -> title;
        };
    }

    private static String description(Random random, String noun) {
        StringBuilder text = new StringBuilder("A ").append(pick(random, ADJECTIVES));
        for (int s = random.nextInt(3); s >= 0; s--) {
            text.append(' ')
                    .append(noun)
                    .append(" that ")
                    .append(pick(random, VERBS))
                    .append(" the ");
            text.append(pick(random, COLOURS))
                    .append(' ')
                    .append(pick(random, NOUNS))
                    .append(" of your ");
            text.append(pick(random, PLACES))
                    .append(random.nextInt(5) == 0 ? " — très élégant" : "")
                    .append('.');
            text.append(" An ").append(pick(random, ADJECTIVES));
        }
        return text.append(" choice, made in ")
                .append(pick(random, COUNTRIES))
                .append('.')
                .toString();
    }

    static String brand(int number) {
        return ADJECTIVES.get(number % 30).substring(0, 3).toUpperCase(java.util.Locale.ROOT)
                + NOUNS.get(number * 7 % 40).substring(0, 4);
    }

    private static String spelling(Random random, String word) {
        return random.nextInt(4) == 0 ? word.toUpperCase(java.util.Locale.ROOT) : word;
    }

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}
