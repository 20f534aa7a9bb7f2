package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import miroir.console.Pictures;
import miroir.console.model.ShardMap.Bank;
import miroir.console.model.ShardMap.Row;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsPageTest {
    private static final ClusterPicture CLUSTER = Pictures.degraded();
    private static final IndexPicture MOVIES = CLUSTER.indexes().get(0);

    private static ShardsPage page(String rows, String view, boolean problems) {
        return ShardsPage.of(CLUSTER, new ShardsQuery("movies", rows, view, problems), Pictures.NOW);
    }

    private static List<String> titles(ShardMap map) {
        return map.banks().stream()
                .map(Bank::rows)
                .flatMap(List::stream)
                .filter(r -> !r.problem())
                .map(Row::cells)
                .flatMap(List::stream)
                .map(ShardMap.Cell::title)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "shards"})
    void the_map_draws_every_copy_once_and_tells_what_the_table_tells(String rows) {
        List<String> drawn = titles(page(rows, "map", false).map());
        List<String> listed =
                page(rows, "table", false).table().stream().map(CopyRow::title).toList();
        assertThat(drawn).hasSize(128).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void the_first_row_counts_the_copies_that_do_not_serve() {
        ShardMap map = page("nodes", "map", false).map();
        int counted = map.banks().stream()
                .map(b -> b.rows().get(0))
                .filter(Row::problem)
                .flatMap(r -> r.cells().stream())
                .mapToInt(c -> Integer.parseInt(c.text()))
                .sum();
        assertThat(counted).isEqualTo(128 - MOVIES.copies().serving());
    }

    @Test
    void a_healthy_index_has_no_problem_row_and_an_empty_problem_view() {
        ClusterPicture healthy = Pictures.healthy();
        ShardsQuery query = new ShardsQuery("", "", "", false);
        ShardsPage whole = ShardsPage.of(healthy, query, Pictures.NOW);
        assertThat(whole.map().banks()).allSatisfy(b -> assertThat(b.rows()).noneMatch(Row::problem));
        assertThat(whole.inWords()).containsExactly("64 shards have both copies serving.");
        assertThat(ShardsPage.of(healthy, query.withProblems(true), Pictures.NOW)
                        .map()
                        .banks())
                .isEmpty();
    }

    @Test
    void the_problem_view_shows_only_shards_short_of_a_copy() {
        TreeSet<Integer> shards = new TreeSet<>();
        page("nodes", "table", true).table().forEach(c -> shards.add(c.shard()));
        assertThat(shards).isNotEmpty().hasSizeLessThan(64);
        String last = page("nodes", "map", false).inWords().get(1);
        assertThat(last).contains(Words.ranges(List.copyOf(shards)));
    }

    @Test
    void each_look_has_its_own_letter_or_shape() {
        assertThat(CopyLook.legend().stream().map(l -> l.letter() + l.word())).doesNotHaveDuplicates();
        assertThat(CopyLook.legend().stream().map(l -> l.fill() + l.radius() + l.diamond() + l.letter()))
                .hasSize(6);
    }

    @Test
    void a_view_is_its_address() {
        assertThat(new ShardsQuery("a b&c", "shards", "table", true).href())
                .isEqualTo("/console/shards?index=a%20b%26c&rows=shards&view=table&problems=1");
        assertThat(new ShardsQuery("m", "nonsense", "nonsense", false).href())
                .isEqualTo("/console/shards?index=m&rows=nodes&view=map");
    }
}
