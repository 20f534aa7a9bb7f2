package miroir.e2e;

import java.util.List;
import java.util.Random;

/** Seeded query texts: words of the shop with typos, prefixes, phrases, negative words. */
final class TextGenerator {
    private static final List<List<String>> KINDS =
            List.of(Shop.ADJECTIVES, Shop.NOUNS, Shop.NOUNS, Shop.PLACES, Shop.COLOURS, Shop.VERBS, Shop.COUNTRIES);

    private final Random random;

    TextGenerator(Random random) {
        this.random = random;
    }

    String text() {
        return switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> word();
            case 2 -> prefix(word());
            case 3 -> typo(word());
            case 4 -> Shop.pick(random, Shop.ADJECTIVES) + " " + Shop.pick(random, Shop.NOUNS);
            case 5 -> Shop.pick(random, Shop.ADJECTIVES) + " " + prefix(Shop.pick(random, Shop.NOUNS));
            case 6 ->
                typo(Shop.pick(random, Shop.ADJECTIVES)) + " " + Shop.pick(random, Shop.NOUNS) + " "
                        + Shop.pick(random, Shop.PLACES);
            case 7 -> "\"" + Shop.pick(random, Shop.ADJECTIVES) + " " + Shop.pick(random, Shop.NOUNS) + "\"";
            case 8 -> word() + " -" + word();
            case 9 -> "\"made in\" " + Shop.pick(random, Shop.COUNTRIES) + " " + word();
            case 10 -> odd();
            default -> word() + " " + word() + " " + word() + " " + typo(word());
        };
    }

    private String odd() {
        return Shop.pick(
                random,
                List.of(
                        "the " + word(),
                        "couch",
                        "night stand",
                        "zzzzqqq",
                        "tres elegant",
                        "42XL",
                        word() + "-" + word(),
                        "wheel barrow",
                        "bookshelf book shelf",
                        word().toUpperCase(java.util.Locale.ROOT),
                        "-" + word(),
                        "é",
                        Shop.brand(random.nextInt(Shop.BRANDS)).toLowerCase(java.util.Locale.ROOT)));
    }

    String word() {
        return Shop.pick(random, Shop.pick(random, KINDS));
    }

    private String prefix(String word) {
        return word.substring(0, 1 + random.nextInt(word.length()));
    }

    private String typo(String word) {
        StringBuilder typed = new StringBuilder(word);
        int at = 1 + random.nextInt(word.length() - 1);
        switch (random.nextInt(4)) {
            case 0 -> typed.deleteCharAt(at);
            case 1 -> typed.insert(at, (char) ('a' + random.nextInt(26)));
            case 2 -> typed.setCharAt(at, (char) ('a' + random.nextInt(26)));
            default -> {
                char moved = typed.charAt(at);
                typed.setCharAt(at, typed.charAt(at - 1));
                typed.setCharAt(at - 1, moved);
            }
        }
        return typed.toString();
    }
}
