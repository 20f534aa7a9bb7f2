package miroir.core.merge;

import static miroir.core.merge.FacetOrder.ALPHA;
import static miroir.core.merge.FacetOrder.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FacetMergeTest {
    private static final long FEW = 3000;
    private static final long MANY = 3001;
    private static final FacetBounds NUMBERS = bounds(-99, 99);

    @Test
    void counts_of_one_value_are_summed_and_the_most_frequent_spelling_is_shown() {
        assertThat(merge(ALPHA, FEW, 100, texts("Drama", 2, "action", 1), texts(" drama", 3, "Action", 1)))
                .containsExactly(value("Action", 2), value(" drama", 5));
    }

    @Test
    void values_equal_after_decomposition_are_one_value() {
        assertThat(merge(ALPHA, FEW, 100, texts("É", 1), texts("e\u0301", 2), texts("\uFB01n", 1), texts("FIN", 1)))
                .containsExactly(value("e\u0301", 3), value("FIN", 2));
    }

    @Test
    void few_candidates_order_numbers_as_texts_before_all_texts() {
        assertThat(keys(merge(ALPHA, FEW, 100, numbers("9", 1, "b", 1, "10", 1), numbers("-1", 1, "2.5", 1, "A", 1))))
                .containsExactly("-1", "10", "2.5", "9", "A", "b");
    }

    @Test
    void many_candidates_order_numbers_by_value_before_all_texts() {
        assertThat(keys(merge(ALPHA, MANY, 100, numbers("9", 1, "b", 1, "10", 1), numbers("-1", 1, "2.5", 1, "A", 1))))
                .containsExactly("-1", "2.5", "9", "10", "A", "b");
    }

    @Test
    void texts_that_look_like_numbers_order_as_texts_when_the_field_has_no_numbers() {
        assertThat(keys(merge(ALPHA, MANY, 100, texts("9", 1, "!", 1, "10", 1))))
                .containsExactly("!", "10", "9");
    }

    @Test
    void only_canonical_numbers_are_numbers() {
        assertThat(keys(merge(ALPHA, MANY, 100, numbers("007", 1, "1.50", 1, "-", 1, "1.", 1, "10", 1, "9", 1))))
                .containsExactly("9", "10", "-", "007", "1.", "1.50");
    }

    @Test
    void by_count_the_numbers_still_come_first_and_ties_fall_by_key() {
        assertThat(merge(COUNT, FEW, 100, numbers("9", 2, "10", 2, "x", 7), numbers("1", 5, "y", 7, "a", 9)))
                .containsExactly(
                        value("1", 5), value("10", 2), value("9", 2), value("a", 9), value("y", 7), value("x", 7));
    }

    @Test
    void a_text_written_like_a_number_takes_its_place_with_its_own_count() {
        assertThat(merge(ALPHA, FEW, 100, numbers("38", 5, "9", 1), texts("38", 2, "a", 1)))
                .containsExactly(value("38", 2), value("9", 1), value("a", 1));
        assertThat(merge(ALPHA, FEW, 100, field(bounds(1, 9), "9", 1, "38", 2), numbers("38", 5)))
                .containsExactly(value("38", 2), value("9", 1));
    }

    @Test
    void texts_have_no_bound_once_the_numbers_of_many_candidates_fill_the_answer() {
        FacetField mixed = numbers("1", 1, "2", 1, "3", 1, "a", 1, "b", 1);
        assertThat(keys(merge(ALPHA, MANY, 2, mixed))).containsExactly("1", "2", "a", "b");
        assertThat(keys(merge(ALPHA, MANY, 4, mixed))).containsExactly("1", "2", "3", "a");
        assertThat(keys(merge(ALPHA, FEW, 2, mixed))).containsExactly("1", "2");
    }

    @Test
    void the_cut_comes_after_the_sum() {
        assertThat(merge(COUNT, FEW, 1, texts("a", 3, "b", 2), texts("b", 2, "c", 3)))
                .containsExactly(value("b", 4));
        assertThat(merge(ALPHA, FEW, 0, texts("a", 3))).isEmpty();
    }

    @Test
    void fields_are_joined_sorted_by_name_and_the_reserved_ones_left_out() {
        SortedMap<String, FacetField> merged = FacetMerge.merge(
                List.of(
                        Map.of("b", texts("v", 1), "_miroir_shard", texts("s", 1)),
                        Map.of(
                                "a.b",
                                field(null),
                                "B",
                                texts("v", 1),
                                "\uD83D\uDE00",
                                field(null),
                                "\uFFFD",
                                field(null))),
                new FacetRules(100, ALPHA, Map.of()),
                5);
        assertThat(merged.keySet()).containsExactly("B", "a.b", "b", "\uFFFD", "\uD83D\uDE00");
        assertThat(merged.get("a.b")).isEqualTo(field(null));
    }

    @Test
    void bounds_widen_over_the_answers_that_have_them() {
        SortedMap<String, FacetField> merged = FacetMerge.merge(
                List.of(
                        Map.of("n", field(bounds(3, 9))),
                        Map.of("n", field(null)),
                        Map.of("n", field(bounds(-1, 5))),
                        Map.of("n", field(bounds(4, 12)))),
                new FacetRules(100, ALPHA, Map.of()),
                5);
        assertThat(merged.get("n")).isEqualTo(field(bounds(-1, 12)));
    }

    @Test
    void a_field_may_have_its_own_order() {
        FacetRules rules = new FacetRules(100, ALPHA, Map.of("f", COUNT));
        assertThat(rules.orderOf("f")).isEqualTo(COUNT);
        assertThat(rules.orderOf("g")).isEqualTo(ALPHA);
    }

    @Test
    void facet_texts_lose_case_compatibility_forms_and_outer_white_space() {
        assertThat(FacetText.normalise("\u00a0\t ÀÉ x\u3000")).isEqualTo("a\u0300e\u0301 x");
        assertThat(FacetText.normalise("  ")).isEmpty();
    }

    @Test
    void distinct_keeps_the_first_of_each_value_and_all_without_a_value() {
        DistinctWalk walk = new DistinctWalk();
        assertThat(walk.admits(List.of("a", "b"))).isTrue();
        assertThat(walk.admits(List.of("b", "c"))).isFalse();
        assertThat(walk.admits(List.of("c"))).as("c was only on a refused hit").isTrue();
        assertThat(walk.admits(List.of())).isTrue();
        assertThat(walk.admits(List.of())).isTrue();
        assertThat(walk.duplicates()).isEqualTo(1);
    }

    private static List<FacetValue> merge(FacetOrder order, long candidates, int most, FacetField... fields) {
        List<Map<String, FacetField>> answers = new ArrayList<>();
        for (FacetField field : fields) {
            answers.add(Map.of("f", field));
        }
        SortedMap<String, FacetField> merged =
                FacetMerge.merge(answers, new FacetRules(most, order, Map.of()), candidates);
        return merged.values().stream()
                .flatMap(field -> field.values().stream())
                .toList();
    }

    private static List<String> keys(List<FacetValue> values) {
        return values.stream().map(FacetValue::key).toList();
    }

    private static FacetField texts(Object... keysAndCounts) {
        return field(null, keysAndCounts);
    }

    private static FacetField numbers(Object... keysAndCounts) {
        return field(NUMBERS, keysAndCounts);
    }

    private static FacetField field(@Nullable FacetBounds bounds, Object... keysAndCounts) {
        List<FacetValue> values = new ArrayList<>();
        for (int at = 0; at < keysAndCounts.length; at += 2) {
            values.add(value((String) keysAndCounts[at], (Integer) keysAndCounts[at + 1]));
        }
        return new FacetField(values, bounds);
    }

    private static FacetValue value(String key, long count) {
        return new FacetValue(key, count);
    }

    private static FacetBounds bounds(double min, double max) {
        return new FacetBounds(new FacetBound(min, min + ""), new FacetBound(max, max + ""));
    }
}
