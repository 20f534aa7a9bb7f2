package miroir.app.demo;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import miroir.app.demo.Vocabulary.City;
import miroir.app.demo.Vocabulary.Department;
import miroir.app.demo.Vocabulary.Kind;

/** Makes up one product: its texts, its figures and where it lies. */
final class Product {
    private static final LocalDate NEWEST = LocalDate.of(2026, 6, 30);
    private static final int OLDEST_DAYS = 4_000;
    private static final int NEW_DAYS = 90;
    private static final int BESTSELLER_REVIEWS = 400;

    private final Vocabulary words;
    private final Draw draw;
    private final Department department;
    private final Kind kind;
    private final String brand;
    private final String material;
    private final String quality;

    Product(Vocabulary words, Department department, Draw draw) {
        this.words = words;
        this.draw = draw;
        this.department = department;
        this.kind = draw.early(department.kinds());
        this.brand = draw.early(department.list("brands"));
        this.material = draw.one(department.list("materials"));
        this.quality = draw.one(department.list("qualities"));
    }

    /** The product as a line of JSON. */
    String line(int id) {
        int age = (int) Math.min(OLDEST_DAYS, draw.exponential(700));
        int reviews = draw.chance(0.07) ? 0 : (int) (draw.heavyTail(2.6, 1.5) * (1 + age / 700.0));
        int stock = draw.chance(0.12) ? 0 : 1 + (int) draw.heavyTail(3, 1.1);
        City city = draw.early(words.cities());
        LocalDate released = NEWEST.minusDays(age);
        JsonLine line = new JsonLine()
                .number("id", id)
                .text("title", title())
                .text("description", description())
                .text("brand", brand)
                .text("category", department.name())
                .texts("tags", tags(age, reviews, stock))
                .texts("colors", draw.several(words.list("colors"), 1 + draw.below(3)))
                .decimal("price", cents(), 2);
        if (reviews > 0) {
            line.decimal("rating", rating(), 1);
        }
        return line.number("reviews", reviews)
                .number("stock", stock)
                .flag("inStock", stock > 0)
                .text("releasedAt", released.toString())
                .number("releasedTimestamp", released.atStartOfDay().toEpochSecond(ZoneOffset.UTC))
                .geo("_geo", near(city.latitude()), near(city.longitude()))
                .text("city", city.name())
                .text("country", city.country())
                .end();
    }

    private String title() {
        String series = draw.one(words.list("series"));
        String noun = capitals(kind.noun());
        return switch (draw.below(5)) {
            case 0 -> brand + " " + series + " " + noun;
            case 1 -> brand + " " + series + " " + (1 + draw.below(9)) + "00 " + noun;
            case 2 -> brand + " " + capitals(quality) + " " + noun;
            case 3 -> capitals(quality) + " " + noun + " " + series + " by " + brand;
            default -> brand + " " + series + " " + noun + " in " + capitals(material);
        };
    }

    /** Two to four sentences: what it is for, one or two facts, sometimes a closing word. */
    private String description() {
        List<String> sentences = new ArrayList<>();
        sentences.add(opening());
        sentences.addAll(draw.several(department.list("facts"), 1 + draw.below(2)));
        if (draw.chance(0.6)) {
            sentences.add(draw.one(words.list("closings")));
        }
        return String.join(" ", sentences);
    }

    private String opening() {
        String text = draw.one(words.list("openings"))
                .replace("{quality}", quality)
                .replace("{product}", kind.noun())
                .replace("{material}", material)
                .replace("{use}", draw.one(department.list("uses")));
        boolean vowel = text.startsWith("A ") && "aeio".indexOf(text.charAt(2)) >= 0;
        return capital(vowel ? "An " + text.substring(2) : text) + ".";
    }

    private List<String> tags(int age, int reviews, int stock) {
        List<String> tags = draw.several(department.list("tags"), 2 + draw.below(3));
        if (reviews > BESTSELLER_REVIEWS) {
            tags.add("bestseller");
        }
        if (age < NEW_DAYS) {
            tags.add("new");
        }
        if (stock > 0 && stock <= 3) {
            tags.add("last chance");
        }
        if (draw.chance(0.08)) {
            tags.add("sale");
        }
        return tags;
    }

    /** Around the usual price of its kind, dearer for some brands, with the endings shops like. */
    private long cents() {
        int tier = 80 + 15 * (department.list("brands").indexOf(brand) * 3 % 5);
        long whole = Math.max(3, Math.round(kind.price() * tier / 100.0 * draw.heavyTail(0, 0.3)));
        if (whole > 200) {
            return whole * 100;
        }
        return whole * 100 - draw.one(List.of(1, 1, 1, 5, 10, 50));
    }

    /** Tenths of a star: most products please, few do not. */
    private long rating() {
        long tenths = Math.round(44 + 3 * draw.normal() - draw.exponential(2.5));
        return Math.max(10, Math.min(50, tenths));
    }

    /** Ten-thousandths of a degree, some kilometres around a city. */
    private long near(double degrees) {
        return Math.round((degrees + 0.06 * draw.normal()) * 10_000);
    }

    private static String capitals(String words) {
        List<String> capitals = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            capitals.add(capital(word));
        }
        return String.join(" ", capitals);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
