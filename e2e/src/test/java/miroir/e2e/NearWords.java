package miroir.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded small indexes whose words are beginnings of each other, and searches for them. */
final class NearWords {
    private static final List<String> NAMES = List.of("article", "model", "series", "volume");
    private static final List<String> STEMS = List.of(
            "po", "pot", "potter", "pottery", "potion", "pots", "star", "starlight", "sta", "stars", "starling");
    private static final List<String> EXACTNESS_FIRST =
            List.of("words", "exactness", "typo", "proximity", "attribute", "sort");

    /** What an index and the searches in it are like. */
    enum Kind {
        /** Numbered names, and ids of the same form. */
        NUMBERS,
        /** Long numbers, some cut short. */
        MODELS,
        /** Titles of words that are beginnings of others. */
        TITLES,
        /** Numbered names in attributes of different weight. */
        WEIGHTED,
        /** The same, all words wanted. */
        ALL_WORDS,
        /** The same, with a phrase before. */
        PHRASES,
        /** The same, with a letter wrong. */
        TYPOS,
        /** The same, with exactness before other rules. */
        EARLY,
        /** The same, with a rule of its own behind exactness. */
        PRICED
    }

    private final Kind kind;
    private final Random random;
    private final String name;
    private final int size;
    private final int first;

    NearWords(Kind kind, long seed) {
        this.kind = kind;
        this.random = new Random(seed);
        this.name = one(NAMES);
        this.size = 20 + random.nextInt(140);
        this.first = 10 + random.nextInt(2000);
    }

    /** The settings of the index. */
    String settings() {
        ObjectNode settings = Api.JSON.createObjectNode();
        if (kind == Kind.WEIGHTED) {
            settings.putArray("searchableAttributes").add("name").add("id").add("type");
        }
        if (kind == Kind.EARLY) {
            EXACTNESS_FIRST.forEach(settings.putArray("rankingRules")::add);
        }
        if (kind == Kind.PRICED) {
            ArrayNode rules = settings.putArray("rankingRules");
            List.of("words", "typo", "proximity", "attributeRank", "sort", "wordPosition", "exactness", "price:asc")
                    .forEach(rules::add);
        }
        return settings.toString();
    }

    /** The documents. */
    String documents() {
        ArrayNode documents = Api.JSON.createArrayNode();
        for (int i = 0; i < size; i++) {
            ObjectNode document = documents.addObject();
            document.put("price", random.nextInt(1000));
            switch (kind) {
                case TITLES ->
                    document.put("id", "d" + i)
                            .put("title", text(1 + random.nextInt(4)))
                            .put("name", text(1 + random.nextInt(2)))
                            .put("type", one(STEMS));
                case MODELS -> document.put("id", i).put("name", name + " " + number());
                default ->
                    document.put("id", name + "-" + i).put("type", name).put("name", capital(name) + " " + (first + i));
            }
        }
        return documents.toString();
    }

    /** A search. */
    ObjectNode search() {
        ObjectNode search = Api.JSON.createObjectNode();
        if (kind == Kind.ALL_WORDS) {
            search.put("matchingStrategy", "all");
        }
        return search.put("q", query());
    }

    private String query() {
        return switch (kind) {
            case TITLES -> one(STEMS) + " " + beginning(text(1 + random.nextInt(2)));
            case PHRASES -> "\"" + name + "\" " + number();
            case TYPOS -> typo(name) + " " + number();
            default -> name + " " + number();
        };
    }

    private String number() {
        String number = Integer.toString(random.nextBoolean() ? random.nextInt(size) : first + random.nextInt(size));
        return number.substring(0, 1 + random.nextInt(number.length()));
    }

    private String text(int words) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            String word = one(STEMS);
            text.add(random.nextInt(3) == 0 ? word : word + (char) ('a' + random.nextInt(9)));
        }
        return String.join(" ", text);
    }

    private String beginning(String text) {
        return text.substring(0, text.length() - random.nextInt(3));
    }

    private String typo(String text) {
        int at = 1 + random.nextInt(text.length() - 1);
        return text.substring(0, at) + "x" + text.substring(at);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private String one(List<String> from) {
        return Shop.pick(random, from);
    }
}
