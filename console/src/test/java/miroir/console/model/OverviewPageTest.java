package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import miroir.console.Pictures;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.TaskCounts;
import miroir.engine.api.TaskPage;
import org.junit.jupiter.api.Test;

class OverviewPageTest {
    private static OverviewPage page(ClusterPicture cluster) {
        return OverviewPage.of(
                cluster, new TaskCounts(0, 0), new TaskPage(List.of(), 0, null), List.of(), Pictures.NOW);
    }

    /** Its three indexes with as many documents. */
    private static ClusterPicture counted(long... documents) {
        ClusterPicture c = Pictures.degraded();
        List<IndexPicture> indexes = new ArrayList<>();
        for (int i = 0; i < documents.length; i++) {
            IndexPicture x = c.indexes().get(i);
            indexes.add(new IndexPicture(
                    x.uid(),
                    x.primaryKey(),
                    x.shards(),
                    x.replicationFactor(),
                    x.placement(),
                    documents[i],
                    x.createdAt(),
                    x.updatedAt(),
                    x.copies(),
                    x.shardPictures()));
        }
        return new ClusterPicture(
                c.asOf(),
                c.version(),
                c.status(),
                c.sentence(),
                c.attention(),
                c.replicationFactor(),
                c.nodes(),
                indexes);
    }

    private static OverviewPage.Tile documents(long... documents) {
        return page(counted(documents)).tiles().get(2);
    }

    private static String indexes(long... documents) {
        return IndexesPage.of(counted(documents), Pictures.NOW).summary();
    }

    @Test
    void documents_that_are_not_counted_are_not_shown_as_none() {
        assertThat(documents(-1).value()).isEqualTo("unknown");
        assertThat(documents(-1).note()).isEqualTo("in 1 index");
        assertThat(documents(-1, 1, -1).value()).isEqualTo("at least 1");
        assertThat(documents(-1, 1, -1).note()).isEqualTo("2 of 3 indexes not counted");
        assertThat(documents(2, 1, 0).value()).isEqualTo("3");
        assertThat(documents(0).value()).isEqualTo("0");
        assertThat(indexes(-1)).isEqualTo("1 index, an unknown number of documents in 64 shards.");
        assertThat(indexes(-1, 1, -1)).isEqualTo("3 indexes, at least 1 document in 144 shards.");
        assertThat(indexes(2, 1, 0)).isEqualTo("3 indexes, 3 documents in 144 shards.");
        assertThat(page(counted(1, -1)).indexes())
                .extracting(IndexRow::facts)
                .containsExactly("1 document · 64 shards · RF 2", "documents unknown · 64 shards · RF 2");
    }

    @Test
    void the_bar_of_a_figure_that_is_zero_is_empty() {
        ClusterPicture cluster = Pictures.degraded();
        assertThat(Tiles.of(cluster, new TaskCounts(3, 1)))
                .extracting(t -> t.bar().segments().get(0).width())
                .as("up, serving, of the largest index, running")
                .containsExactly(80.0, 76.04, 71.97, 25.0);
        ClusterPicture away = new ClusterPicture(
                cluster.asOf(),
                cluster.version(),
                cluster.status(),
                cluster.sentence(),
                List.of(),
                2,
                List.of(cluster.nodes().get(1)),
                List.of());
        assertThat(Tiles.of(away, new TaskCounts(14, 0)))
                .allSatisfy(t -> assertThat(t.bar().segments()).isEmpty());
    }

    @Test
    void why_nothing_is_served_is_said_once() {
        OverviewPage page = page(Pictures.degraded().unavailable("The state is outdated."));
        assertThat(page.sentence()).isEqualTo("The state is outdated.");
        assertThat(page.attention()).hasSize(3).noneMatch(n -> n.message().contains("outdated"));
    }
}
