package miroir.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
    private static final IndexId INDEX = new IndexId(1);

    @Test
    void the_copies_of_a_shard_are_those_a_search_through_all_finds() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Copy> copies = new ArrayList<>();
            for (int shard = 0; shard < 10; shard++) {
                for (int rank = random.nextInt(4); rank > 0; rank--) {
                    copies.add(copy(shard, "n" + rank, rank, CopyState.IN_SYNC));
                }
            }
            Collections.shuffle(copies, random);
            RoutingTable table = new RoutingTable(INDEX, 10, 1, copies);
            for (int shard = -1; shard <= 10; shard++) {
                int wanted = shard;
                assertThat(table.of(shard))
                        .containsExactlyElementsOf(table.copies().stream()
                                .filter(c -> c.shard() == wanted)
                                .toList());
            }
        }
    }

    @Test
    void a_changed_table_replaces_by_shard_and_node_and_is_one_epoch_later() {
        Copy kept = copy(0, "a", 0, CopyState.IN_SYNC);
        Copy stale = copy(0, "b", 1, CopyState.STALE);
        Copy fresh = copy(1, "c", 0, CopyState.SYNCING);
        RoutingTable table = new RoutingTable(
                INDEX, 2, 7, List.of(kept, copy(0, "b", 1, CopyState.IN_SYNC), copy(1, "b", 0, CopyState.LEAVING)));
        RoutingTable next = table.with(List.of(stale, fresh), List.of(copy(1, "b", 0, CopyState.IN_SYNC)));
        assertThat(next).isEqualTo(new RoutingTable(INDEX, 2, 8, List.of(kept, stale, fresh)));
    }

    private static Copy copy(int shard, String node, int rank, CopyState state) {
        return new Copy(shard, new NodeId(node), new GroupId(0), rank, state, Instant.EPOCH, "");
    }
}
