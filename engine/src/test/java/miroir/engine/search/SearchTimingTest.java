package miroir.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Volume;
import miroir.core.time.Moment;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import org.junit.jupiter.api.Test;

class SearchTimingTest {
    private Moment now = new Moment(0);

    private void pass(long micros) {
        now = now.plus(Duration.ofNanos(micros * 1000));
    }

    private static Volume volume(String node, int rank) {
        return new Volume(new NodeId(node), new IndexId(1), rank);
    }

    @Test
    void each_part_of_a_search_has_its_time() {
        SearchTiming timing = new SearchTiming(() -> now);
        pass(250);
        CompletableFuture<NodeReply> slow = new CompletableFuture<>();
        CompletableFuture<NodeReply> fast = new CompletableFuture<>();
        var first = timing.noted(volume("a", 0), () -> slow);
        var second = timing.noted(volume("b", 1), () -> fast);
        pass(1000);
        fast.complete(new NodeReply.NotSent("gone"));
        pass(2000);
        slow.complete(new NodeReply.NotSent("gone"));
        timing.gathered();
        pass(500);
        assertThat(CompletableFuture.allOf(first, second)).isCompleted();
        assertThat(timing.header())
                .isEqualTo("plan;dur=0.250, nodes;dur=3.000, merge;dur=0.500, total;dur=3.750,"
                        + " node;desc=\"b r1\";dur=1.000, node;desc=\"a r0\";dur=3.000");
    }

    @Test
    void a_search_that_asked_nobody_has_a_plan_only() {
        SearchTiming timing = new SearchTiming(() -> now);
        pass(100);
        timing.gathered();
        assertThat(timing.header()).isEqualTo("plan;dur=0.100, nodes;dur=0.000, merge;dur=0.000, total;dur=0.100");
    }
}
