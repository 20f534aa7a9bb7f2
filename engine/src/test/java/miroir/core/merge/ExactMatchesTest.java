package miroir.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactMatchesTest {
    private static RankKeyBuilder matched(int words, int typos, double proximity) {
        return new RankKeyBuilder().words(words).typo(typos).score(proximity);
    }

    private static final RankKey BOTH_WORDS =
            matched(2, 0, 1).exactness(MatchType.EXACT_MATCH, 0).number(true, 9).build();
    private static final RankKey ONE_OF_TWO = matched(2, 0, 0.5)
            .exactness(MatchType.EXACT_MATCH, 1)
            .number(true, 7)
            .build();
    private static final RankKey NO_MATCH = matched(2, 0, 0.5)
            .exactness(MatchType.NO_EXACT_MATCH, 1)
            .number(true, 5)
            .build();

    private static List<List<RankKey>> agreed(List<RankKey> one, List<RankKey> other) {
        List<List<RankKey[]>> cells = new ArrayList<>();
        for (List<RankKey> list : List.of(one, other)) {
            cells.add(list.stream().map(key -> new RankKey[] {key}).toList());
        }
        ExactMatches.agree(cells, cell -> cell[0], (cell, key) -> cell[0] = key);
        return cells.stream()
                .map(list -> list.stream().map(cell -> cell[0]).toList())
                .toList();
    }

    @Test
    void one_of_two_words_is_no_match_where_another_list_knows_both() {
        List<List<RankKey>> agreed = agreed(List.of(BOTH_WORDS), List.of(ONE_OF_TWO, NO_MATCH));
        assertThat(agreed.get(0)).containsExactly(BOTH_WORDS);
        assertThat(agreed.get(1).get(0)).isNotEqualTo(ONE_OF_TWO).isGreaterThan(NO_MATCH);
        assertThat(agreed.get(1).get(1)).isEqualTo(NO_MATCH);
    }

    @Test
    void a_word_that_no_list_shows_changes_nothing() {
        assertThat(agreed(List.of(NO_MATCH), List.of(ONE_OF_TWO)))
                .containsExactly(List.of(NO_MATCH), List.of(ONE_OF_TWO));
    }

    @Test
    void where_typos_count_only_hits_alike_before_exactness_say_what_is_known() {
        RankKey near = matched(2, 1, 1)
                .exactness(MatchType.NO_EXACT_MATCH, 0)
                .number(true, 1)
                .build();
        RankKey far = matched(2, 1, 0.5)
                .exactness(MatchType.EXACT_MATCH, 1)
                .number(true, 1)
                .build();
        assertThat(agreed(List.of(near), List.of(far))).containsExactly(List.of(near), List.of(far));
    }

    @Test
    void with_exactness_last_nothing_has_to_change() {
        RankKey both = matched(2, 0, 1).exactness(MatchType.EXACT_MATCH, 0).build();
        RankKey one = matched(2, 0, 1).exactness(MatchType.EXACT_MATCH, 1).build();
        assertThat(agreed(List.of(both), List.of(one))).containsExactly(List.of(both), List.of(one));
    }
}
