package miroir.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 1;
    private static final List<JsonNode> PRODUCTS =
            Catalogue.documents(SEED, 10_000).map(CatalogueTest::parse).toList();

    @Test
    void the_same_seed_gives_the_same_documents_and_another_seed_others() {
        List<String> once = Catalogue.documents(7, 500).toList();

        assertThat(Catalogue.documents(7, 500).toList()).isEqualTo(once);
        assertThat(Catalogue.documents(8, 500).toList()).doesNotContainAnyElementsOf(once);
    }

    @Test
    void fewer_documents_are_the_beginning_of_more() {
        assertThat(Catalogue.documents(SEED, 1_000).limit(100).toList())
                .isEqualTo(Catalogue.documents(SEED, 100).toList());
    }

    @Test
    void the_first_document_is_pinned_because_tests_elsewhere_may_rely_on_the_corpus() {
        assertThat(Catalogue.documents(SEED, 1).findFirst().orElseThrow())
                .startsWith("{\"id\":1,\"title\":\"Hifidelio Alba Studio Microphone\",")
                .contains("\"price\":156.99,\"rating\":3.7,\"reviews\":3,\"stock\":42,\"inStock\":true,")
                .endsWith("\"city\":\"Copenhagen\",\"country\":\"Denmark\"}");
    }

    @Test
    void ids_count_from_one_and_every_field_has_its_type_and_range() {
        for (int i = 0; i < PRODUCTS.size(); i++) {
            JsonNode product = PRODUCTS.get(i);
            assertThat(product.path("id").asInt()).isEqualTo(i + 1);
            for (String field : List.of("title", "description", "brand", "category", "city", "country")) {
                assertThat(product.path(field).asText()).as(field).isNotBlank().doesNotContain("{", "}");
            }
            assertThat(product.path("tags").size()).isBetween(2, 8);
            assertThat(product.path("colors").size()).isBetween(1, 3);
            assertThat(product.path("price").decimalValue().scale()).isBetween(0, 2);
            assertThat(product.path("price").asDouble()).isBetween(1.0, 20_000.0);
            assertThat(product.path("inStock").asBoolean())
                    .isEqualTo(product.path("stock").asInt() > 0);
        }
    }

    @Test
    void a_product_has_a_rating_of_one_to_five_stars_exactly_when_it_was_reviewed() {
        for (JsonNode product : PRODUCTS) {
            assertThat(product.has("rating")).isEqualTo(product.path("reviews").asInt() > 0);
            assertThat(product.path("rating").asDouble(1)).isBetween(1.0, 5.0);
        }
    }

    @Test
    void the_release_is_the_same_day_as_date_and_as_timestamp() {
        for (JsonNode product : PRODUCTS) {
            LocalDate day = LocalDate.parse(product.path("releasedAt").asText());
            assertThat(day).isBetween(LocalDate.of(2015, 1, 1), LocalDate.of(2026, 6, 30));
            assertThat(product.path("releasedTimestamp").asLong())
                    .isEqualTo(day.atStartOfDay().toEpochSecond(ZoneOffset.UTC));
        }
    }

    @Test
    void the_warehouse_lies_near_its_city() {
        Map<String, Vocabulary.City> cities = Vocabulary.load().cities().stream()
                .collect(Collectors.toMap(Vocabulary.City::name, Function.identity()));
        for (JsonNode product : PRODUCTS) {
            Vocabulary.City city =
                    Objects.requireNonNull(cities.get(product.path("city").asText()), () -> "no such city: " + product);
            JsonNode geo = product.path("_geo");
            assertThat(Math.abs(geo.path("lat").asDouble() - city.latitude())).isLessThan(0.5);
            assertThat(Math.abs(geo.path("lng").asDouble() - city.longitude())).isLessThan(0.5);
        }
    }

    @Test
    void the_texts_are_varied() {
        Set<String> words = new HashSet<>();
        Set<String> descriptions = new HashSet<>();
        for (JsonNode product : PRODUCTS) {
            descriptions.add(product.path("description").asText());
            String text = product.path("title").asText() + " "
                    + product.path("description").asText();
            words.addAll(List.of(text.toLowerCase(Locale.ROOT).split("\\P{L}+", -1)));
        }
        assertThat(words).hasSizeGreaterThan(1_500);
        assertThat(descriptions).hasSizeGreaterThan(9_500);
    }

    @Test
    void categories_brands_and_reviews_are_skewed_as_in_a_real_shop() {
        Map<String, Long> categories = PRODUCTS.stream()
                .collect(Collectors.groupingBy(p -> p.path("category").asText(), Collectors.counting()));
        assertThat(categories).hasSize(20);
        assertThat(categories.getOrDefault("Clothing", 0L)).isGreaterThan(4 * categories.getOrDefault("Watches", 0L));

        List<Integer> reviews =
                PRODUCTS.stream().map(p -> p.path("reviews").asInt()).sorted().toList();
        int median = reviews.get(reviews.size() / 2);
        assertThat(reviews.get(reviews.size() - 1)).isGreaterThan(50 * median);
        assertThat(PRODUCTS.stream().filter(p -> p.path("stock").asInt() == 0).count())
                .isBetween(1_000L, 1_400L);
    }

    @Test
    void the_settings_name_fields_that_products_have() throws JsonProcessingException {
        Set<String> fields = new TreeSet<>();
        PRODUCTS.get(0).fieldNames().forEachRemaining(fields::add);
        JsonNode settings = JSON.readTree(Catalogue.settings());

        for (String list : List.of("searchableAttributes", "filterableAttributes", "sortableAttributes")) {
            assertThat(settings.path(list).size()).as(list).isPositive();
            settings.path(list).forEach(field -> assertThat(fields).contains(field.asText()));
        }
    }

    @Test
    void the_example_search_has_something_to_find() {
        assertThat(parse(Catalogue.EXAMPLE_SEARCH).path("q").asText()).isEqualTo("watreproof jaket");
        assertThat(PRODUCTS)
                .anyMatch(p -> p.path("title").asText().contains("Jacket")
                        && p.toString().contains("waterproof")
                        && p.path("inStock").asBoolean()
                        && p.path("price").asDouble() < 200);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
