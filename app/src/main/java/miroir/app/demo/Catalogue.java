package miroir.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.app.demo.Vocabulary.Department;

/** The products of an invented shop, any number of them, the same for the same seed; needs nothing but the JDK. */
public final class Catalogue {
    /** A search that finds something: with typing errors, a filter and facets. */
    public static final String EXAMPLE_SEARCH = """
            {"q": "watreproof jaket", "filter": "inStock = true AND price < 200", "facets": ["brand", "colors"], "limit": 3}""".strip();

    private Catalogue() {}

    /** Products with the ids 1 to count, one line of JSON each; fewer are the beginning of more. */
    public static Stream<String> documents(long seed, int count) {
        Vocabulary words = Vocabulary.load();
        List<Department> weighted = weighted(words.departments());
        return IntStream.rangeClosed(1, count).mapToObj(id -> {
            Draw draw = new Draw(seed, id);
            return new Product(words, draw.one(weighted), draw).line(id);
        });
    }

    /** The index settings that make the products searchable, filterable and sortable. */
    public static String settings() {
        return """
                {
                  "searchableAttributes": ["title", "brand", "category", "description", "tags", "colors"],
                  "filterableAttributes": ["brand", "category", "tags", "colors", "price", "rating", "reviews", "stock",
                    "inStock", "releasedTimestamp", "city", "country", "_geo"],
                  "sortableAttributes": ["title", "price", "rating", "reviews", "stock", "releasedTimestamp", "_geo"],
                  "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
                  "faceting": {"maxValuesPerFacet": 100}
                }
                """;
    }

    private static List<Department> weighted(List<Department> departments) {
        List<Department> weighted = new ArrayList<>();
        for (Department department : departments) {
            for (int i = 0; i < department.share(); i++) {
                weighted.add(department);
            }
        }
        return weighted;
    }
}
