package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import miroir.console.Pictures;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.TaskCounts;
import miroir.engine.api.TaskPage;
import org.junit.jupiter.api.Test;

class ResilienceTest {

    @Test
    void a_healthy_cluster_with_two_copies_survives_one_loss() {
        assertThat(Resilience.of(Pictures.healthy()).survivesOneLoss()).isTrue();
    }

    @Test
    void last_copies_are_what_taking_each_node_away_would_hide() {
        ClusterPicture cluster = Pictures.degraded();
        Map<String, Integer> hidden = new HashMap<>();
        for (String node : cluster.nodes().stream().map(NodePicture::id).toList()) {
            long lost = cluster.indexes().stream()
                    .flatMap(i -> i.shardPictures().stream())
                    .filter(s -> s.copies().stream().anyMatch(c -> c.serving()))
                    .filter(s -> s.copies().stream()
                            .noneMatch(c -> c.serving() && !c.node().equals(node)))
                    .count();
            if (lost > 0) {
                hidden.put(node, (int) lost);
            }
        }
        Resilience resilience = Resilience.of(cluster);
        assertThat(resilience.lastCopies()).isEqualTo(hidden).isNotEmpty();
        assertThat(resilience.survivesOneLoss()).isFalse();
        assertThat(resilience.lastCopyShards())
                .isEqualTo(hidden.values().stream().mapToInt(n -> n).sum());
    }

    @Test
    void the_overview_names_the_nodes_that_must_not_fail() {
        OverviewPage page = OverviewPage.of(
                Pictures.degraded(), new TaskCounts(0, 0), new TaskPage(List.of(), 0, null), List.of(), Pictures.NOW);
        assertThat(page.loss().word()).isEqualTo("No");
        assertThat(page.lossNodes()).extracting(Choice::href).contains("/console/nodes/node-a");
    }
}
