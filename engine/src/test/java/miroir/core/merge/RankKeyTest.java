package miroir.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RankKeyTest {
    @Test
    void words_rank_by_how_many_match() {
        inOrder(b -> b.words(3), b -> b.words(2), b -> b.words(0), RankKeyBuilder::skipped);
    }

    @Test
    void typo_ranks_by_the_fewest() {
        inOrder(b -> b.typo(0), b -> b.typo(1), b -> b.typo(2), RankKeyBuilder::skipped);
    }

    @Test
    void a_later_rule_decides_only_among_equals() {
        inOrder(
                b -> b.words(2).typo(1).score(1.0),
                b -> b.words(2).typo(1).score(0.5),
                b -> b.words(2).typo(2).score(1.0),
                b -> b.words(1).typo(0).score(1.0));
    }

    @Test
    void attribute_ranks_by_attribute_then_distance() {
        inOrder(b -> b.attribute(1, 0.2), b -> b.attribute(0.9, 1), b -> b.attribute(0.9, 0.1));
    }

    @Test
    void exactness_ranks_by_missing_words_then_kind_of_match() {
        inOrder(
                b -> b.exactness(MatchType.EXACT_MATCH, 0),
                b -> b.exactness(MatchType.MATCHES_START, 0),
                b -> b.exactness(MatchType.NO_EXACT_MATCH, 0),
                b -> b.exactness(MatchType.EXACT_MATCH, 1),
                b -> b.exactness(MatchType.NO_EXACT_MATCH, 1),
                b -> b.exactness(MatchType.NO_EXACT_MATCH, 2));
    }

    @Test
    void ascending_puts_small_numbers_first_then_texts_then_nothing() {
        inOrder(
                b -> b.number(true, -5.5),
                b -> b.number(true, 2),
                b -> b.number(true, 10),
                b -> b.text(true, utf8("10")),
                b -> b.text(true, utf8("a")),
                b -> b.text(true, utf8("ab")),
                b -> b.text(true, utf8("\uFFFD")),
                b -> b.text(true, utf8("\uD83D\uDE00")),
                RankKeyBuilder::noValue,
                RankKeyBuilder::skipped);
    }

    @Test
    void descending_turns_numbers_and_texts_but_not_their_groups() {
        inOrder(
                b -> b.number(false, 10),
                b -> b.number(false, 2),
                b -> b.number(false, -5.5),
                b -> b.text(false, utf8("\uD83D\uDE00")),
                b -> b.text(false, utf8("ab")),
                b -> b.text(false, utf8("a")),
                RankKeyBuilder::noValue,
                RankKeyBuilder::skipped);
    }

    @Test
    void minus_zero_counts_as_just_above_zero_as_on_a_node() {
        inOrder(
                b -> b.number(true, -1e-300),
                b -> b.number(true, 0.0),
                b -> b.number(true, -0.0),
                b -> b.number(true, 1e-300));
        inOrder(b -> b.number(false, -0.0), b -> b.number(false, 0.0));
    }

    @Test
    void distances_follow_the_direction_in_whole_metres() {
        inOrder(b -> b.distance(true, 0), b -> b.distance(true, 117.2), b -> b.distance(true, 118), b -> b.noValue());
        inOrder(
                b -> b.distance(false, 118),
                b -> b.distance(false, 117.2),
                b -> b.distance(false, 0),
                b -> b.noValue());
        assertThat(key(b -> b.distance(true, 117.2))).isEqualTo(key(b -> b.distance(true, 116.7)));
    }

    @Test
    void similarity_ranks_before_having_no_vector() {
        inOrder(b -> b.similarity(0.9), b -> b.similarity(0.1), b -> b.similarity(0), RankKeyBuilder::noValue);
    }

    @Test
    void skipped_is_flagged_and_forgotten_by_the_next_key() {
        RankKeyBuilder builder = new RankKeyBuilder();
        assertThat(builder.words(1).skipped().build().skipped()).isTrue();
        RankKey next = builder.words(1).build();
        assertThat(next.skipped()).isFalse();
        assertThat(next).isEqualTo(key(b -> b.words(1))).hasSameHashCodeAs(key(b -> b.words(1)));
    }

    @Test
    void a_key_may_have_any_number_of_rules() {
        RankKeyBuilder many = new RankKeyBuilder();
        RankKeyBuilder same = new RankKeyBuilder();
        for (int rule = 0; rule < 40; rule++) {
            many.number(true, rule).text(false, utf8("t" + rule));
            same.number(true, rule).text(false, utf8("t" + rule));
        }
        assertThat(many.score(0.5).build()).isLessThan(same.score(0.25).build());
    }

    @Test
    void the_order_is_transitive_and_antisymmetric() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<RankKey> keys = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                keys.add(RandomHits.key(random));
            }
            for (RankKey a : keys) {
                for (RankKey b : keys) {
                    assertThat(Integer.signum(a.compareTo(b)))
                            .as("seed %d", seed)
                            .isEqualTo(-Integer.signum(b.compareTo(a)));
                    for (RankKey c : keys) {
                        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                            assertThat(a.compareTo(c)).as("seed %d", seed).isLessThanOrEqualTo(0);
                        }
                    }
                }
            }
        }
    }

    @SafeVarargs
    private static void inOrder(Consumer<RankKeyBuilder>... bestFirst) {
        for (int i = 0; i < bestFirst.length; i++) {
            for (int j = 0; j < bestFirst.length; j++) {
                int order = key(bestFirst[i]).compareTo(key(bestFirst[j]));
                assertThat(Integer.signum(order)).as("%d against %d", i, j).isEqualTo(Integer.compare(i, j));
            }
        }
    }

    private static RankKey key(Consumer<RankKeyBuilder> rules) {
        RankKeyBuilder builder = new RankKeyBuilder();
        rules.accept(builder);
        return builder.build();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
