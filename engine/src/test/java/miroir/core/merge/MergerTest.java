package miroir.core.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import miroir.core.merge.RandomHits.Ranked;
import org.junit.jupiter.api.Test;

class MergerTest {
    private static final Window ALL = new Window(0, Integer.MAX_VALUE);
    private static final Comparator<Ranked> ORDER = Comparator.naturalOrder();

    @Test
    void merging_the_parts_gives_the_whole() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Ranked> whole = RandomHits.sorted(random, random.nextInt(60));
            List<List<Ranked>> parts = RandomHits.split(random, whole, 1 + random.nextInt(7));
            assertThat(Merger.merge(parts, ORDER, ALL)).as("seed %d", seed).isEqualTo(whole);
            Window window = new Window(random.nextInt(70), random.nextInt(70));
            assertThat(Merger.merge(parts, ORDER, window)).as("seed %d", seed).isEqualTo(cut(whole, window));
        }
    }

    @Test
    void the_order_of_the_lists_changes_nothing_even_when_they_are_badly_sorted() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Ranked> whole = RandomHits.sorted(random, 40);
            List<List<Ranked>> parts = RandomHits.split(random, whole, 5);
            parts.forEach(part -> Collections.swap(part, 0, part.size() - 1));
            List<Ranked> merged = Merger.merge(parts, ORDER, ALL);
            Collections.shuffle(parts, random);
            assertThat(Merger.merge(parts, ORDER, ALL)).as("seed %d", seed).isEqualTo(merged);
        }
    }

    @Test
    void each_list_keeps_its_own_order_among_ties() {
        Comparator<String> allEqual = Comparator.comparing(text -> text.isEmpty());
        List<String> merged = Merger.merge(List.of(List.of("b1", "a1", "c1"), List.of("z2", "y2")), allEqual, ALL);
        assertThat(merged)
                .containsSubsequence("b1", "a1", "c1")
                .containsSubsequence("z2", "y2")
                .hasSize(5);
    }

    @Test
    void pages_put_together_give_the_whole() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<Ranked> whole = RandomHits.sorted(random, 50);
            List<List<Ranked>> parts = RandomHits.split(random, whole, 4);
            int size = 1 + random.nextInt(9);
            List<Ranked> read = new ArrayList<>();
            for (int offset = 0; offset < 50; offset += size) {
                Window page = new Window(offset, size);
                List<List<Ranked>> asked = parts.stream()
                        .map(part -> cut(part, new Window(0, page.end())))
                        .toList();
                read.addAll(Merger.merge(asked, ORDER, page));
            }
            assertThat(read).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void longer_lists_only_append_even_when_the_nodes_break_ties_their_own_way() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<List<Ranked>> parts = RandomHits.split(random, RandomHits.sorted(random, 60), 4);
            parts.forEach(part -> {
                Collections.shuffle(part, random);
                part.sort(Comparator.comparing(Ranked::rank));
            });
            int known = 1 + random.nextInt(30);
            List<List<Ranked>> shorter =
                    parts.stream().map(part -> cut(part, new Window(0, known))).toList();
            Window window = new Window(0, known);
            assertThat(Merger.merge(shorter, ORDER, window))
                    .as("seed %d", seed)
                    .isEqualTo(Merger.merge(parts, ORDER, window));
        }
    }

    @Test
    void nothing_merges_to_nothing() {
        assertThat(Merger.merge(List.<List<Ranked>>of(), ORDER, ALL)).isEmpty();
        assertThat(Merger.merge(List.of(List.<Ranked>of()), ORDER, ALL)).isEmpty();
    }

    @Test
    void a_window_ends_without_overflow_and_can_be_capped() {
        assertThat(new Window(Integer.MAX_VALUE, 5).end()).isEqualTo(Integer.MAX_VALUE);
        assertThat(new Window(10, 20).endingBy(15)).isEqualTo(new Window(10, 5));
        assertThat(new Window(10, 20).endingBy(5)).isEqualTo(new Window(10, 0));
        assertThatThrownBy(() -> new Window(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static <T> List<T> cut(List<T> list, Window window) {
        return list.subList(Math.min(window.offset(), list.size()), Math.min(window.end(), list.size()));
    }
}
