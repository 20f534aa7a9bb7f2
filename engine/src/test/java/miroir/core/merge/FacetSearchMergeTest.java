package miroir.core.merge;

import static miroir.core.merge.FacetOrder.ALPHA;
import static miroir.core.merge.FacetOrder.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FacetSearchMergeTest {
    @Test
    void spellings_of_one_value_are_summed_in_the_order_of_values() {
        assertThat(FacetSearchMerge.merge(
                        List.of(values("Zoo", 1, "été", 2), values("ETE", 3, "zoo ", 2, "e\u0301te\u0301", 3)),
                        ALPHA,
                        false,
                        100))
                .containsExactly(value("ETE", 3), value("e\u0301te\u0301", 5), value("zoo ", 3));
    }

    @Test
    void a_query_orders_values_without_their_accents_and_ligatures() {
        List<FacetValue> values = values("etz", 1, "éta", 1, "œuf", 1, "of", 1, "odd", 1);
        assertThat(FacetSearchMerge.merge(List.of(values), ALPHA, true, 100))
                .extracting(FacetValue::key)
                .containsExactly("éta", "etz", "odd", "œuf", "of");
        assertThat(FacetSearchMerge.merge(List.of(values), ALPHA, false, 100))
                .extracting(FacetValue::key)
                .containsExactly("etz", "éta", "odd", "of", "œuf");
    }

    @Test
    void marks_that_are_no_accents_are_kept() {
        assertThat(FacetText.fold(FacetText.normalise("が"))).isEqualTo("か\u3099");
        assertThat(FacetText.fold(FacetText.normalise("Ό"))).isEqualTo("ο");
    }

    @Test
    void the_cut_comes_after_the_sum() {
        assertThat(FacetSearchMerge.merge(List.of(values("a", 3, "b", 2), values("b", 2, "c", 3)), COUNT, true, 1))
                .containsExactly(value("b", 4));
        assertThat(FacetSearchMerge.merge(List.of(values("b", 1), values("a", 1)), ALPHA, true, 1))
                .containsExactly(value("a", 1));
        assertThat(FacetSearchMerge.merge(List.of(values("a", 1)), COUNT, true, 0))
                .isEmpty();
    }

    @Test
    void of_those_as_frequent_the_last_ones_stay_and_are_shown_first() {
        assertThat(FacetSearchMerge.merge(List.of(values("a", 1, "b", 2, "c", 1, "d", 1)), COUNT, false, 3))
                .containsExactly(value("b", 2), value("d", 1), value("c", 1));
    }

    private static List<FacetValue> values(Object... pairs) {
        List<FacetValue> values = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.add(value((String) pairs[i], (int) pairs[i + 1]));
        }
        return values;
    }

    private static FacetValue value(String key, long count) {
        return new FacetValue(key, count);
    }
}
