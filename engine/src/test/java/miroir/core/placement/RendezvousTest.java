package miroir.core.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RendezvousTest {

    @ParameterizedTest
    @CsvSource({
        "user:12345, 64, 15",
        "product:abc, 64, 24",
        "order:99999, 64, 4",
        "test, 16, 10",
        "hello, 32, 6",
        "user:123, 64, 46",
        "user:456, 64, 48",
        "order:xyz, 64, 10",
        "alpha, 128, 104",
        "beta, 128, 91"
    })
    void at_6_keys_go_to_the_shards_of_the_fixtures(String key, int shards, int shard) {
        assertThat(Rendezvous.shardForKey(key, shards)).isEqualTo(shard);
        byte[] inside = ("\"" + key + "\",").getBytes(UTF_8);
        assertThat(Rendezvous.shardForKey(inside, 1, inside.length - 3, shards)).isEqualTo(shard);
    }

    @ParameterizedTest
    @CsvSource({
        "42, node1, e3b9e24566f30686",
        "123, node1, 22e1ec7380448bd9",
        "0, node-a, c8c4ed66089ada41",
        "1, node-a, 8f27f667555aaf23",
        "0, node-b, a70b12f73e2ca451",
        "1, node1, 80f86637912f1d36",
        "42, node-a, da1021f49119a270",
        "1, node2, 3ff72452d6b06489",
        "42, node-b, 2f65a450f0509df3",
        "2, node1, 64fe8eab0456b753",
        "42, node-c, d0eb9ef37b80263a",
        "0, node-zzz, 27c84aab564d647a",
        "0, node-aaa, 4b3cd163be50729f"
    })
    void scores_are_those_of_the_fixtures(int shard, String node, String hex) {
        assertThat(Long.toHexString(Rendezvous.score(shard, new NodeId(node)))).isEqualTo(hex);
    }

    @Test
    void all_four_bytes_of_the_shard_are_hashed_little_endian() {
        int shard = 0x01020304;
        byte[] bytes = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(shard)
                .put("nodé".getBytes(UTF_8))
                .put((byte) 0xFF)
                .array();
        assertThat(Rendezvous.score(shard, new NodeId("nodé"))).isEqualTo(PlainXxh64.hash(bytes));
    }

    @Test
    void at_8_the_shard_is_hashed_before_the_node() {
        byte[] nodeFirst = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("node1".getBytes(UTF_8))
                .put((byte) 0xFF)
                .putInt(42)
                .array();
        assertThat(Long.toHexString(PlainXxh64.hash(nodeFirst))).isEqualTo("aaeff289b67afa92");
        assertThat(Rendezvous.score(42, new NodeId("node1"))).isNotEqualTo(PlainXxh64.hash(nodeFirst));
    }

    @Test
    void the_order_is_that_of_the_fixtures() {
        assertThat(Rendezvous.order(42, Clusters.nodes("node1", "node2", "node3")))
                .isEqualTo(Clusters.nodes("node3", "node1", "node2"));
        assertThat(Rendezvous.order(42, Clusters.nodes("node1", "node2", "node3", "node4")))
                .isEqualTo(Clusters.nodes("node3", "node1", "node4", "node2"));
    }

    @Test
    void at_7_equal_scores_are_ordered_by_node_id() {
        assertThat(Rendezvous.order(42, Clusters.nodes("node-c", "node-b", "node-a")))
                .isEqualTo(Clusters.nodes("node-a", "node-c", "node-b"));
        List<Rendezvous.Scored> tied = Clusters.nodes("node-c", "node-a", "node-b").stream()
                .map(node -> new Rendezvous.Scored(7, node))
                .sorted()
                .toList();
        assertThat(tied).extracting(Rendezvous.Scored::node).isEqualTo(Clusters.nodes("node-a", "node-b", "node-c"));
    }

    @Test
    void scores_compare_as_unsigned() {
        NodeId a = new NodeId("a");
        assertThat(new Rendezvous.Scored(-1, a)).isLessThan(new Rendezvous.Scored(1, a));
    }

    @Test
    void the_order_does_not_depend_on_the_order_given_and_adding_a_node_keeps_it() {
        Seeds.each(random -> {
            List<NodeId> nodes = new ArrayList<>(Clusters.nodes(2 + random.nextInt(10), random));
            int shard = random.nextInt(20_000);
            List<NodeId> order = Rendezvous.order(shard, nodes);
            Collections.shuffle(nodes, random);
            assertThat(Rendezvous.order(shard, nodes)).isEqualTo(order);
            NodeId gone = nodes.remove(0);
            List<NodeId> without = new ArrayList<>(order);
            without.remove(gone);
            assertThat(Rendezvous.order(shard, nodes)).isEqualTo(without);
        });
    }

    @Test
    void keys_spread_evenly_over_shards() {
        int[] counts = new int[64];
        IntStream.range(0, 64_000).forEach(i -> counts[Rendezvous.shardForKey(Integer.toString(i), 64)]++);
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }
}
