package miroir.engine.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.error.Json;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredVolume;
import org.junit.jupiter.api.Test;

class RecordDocumentTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final NodeId A = new NodeId("node-a");
    private static final NodeId B = new NodeId("node.b");

    @Test
    void what_is_remembered_of_an_index_is_read_as_it_was_written() {
        StoredIndex index = new StoredIndex(
                new IndexId(12),
                "movies",
                "films-12",
                null,
                3,
                2,
                PlacementStrategy.BALANCED,
                "{\"synonyms\":{\"a\":[\"b\"]}}",
                4,
                7,
                NOW,
                NOW);
        List<Copy> copies = List.of(
                copy(0, A, 0, CopyState.IN_SYNC),
                copy(2, A, 0, CopyState.STALE),
                copy(1, B, 1, CopyState.SYNCING),
                copy(2, B, 1, CopyState.LEAVING));
        List<StoredVolume> volumes = List.of(
                new StoredVolume(A, 0, "films-12-r0-abcdef-3", null),
                new StoredVolume(B, 1, "films-12-r1-abcdef-4", "films-12-r1-abcdef-9"));
        IndexRecord record = new IndexRecord(index, copies, volumes);
        RecordDocument document = RecordDocument.of("c1", 5, record);

        RecordDocument read = RecordDocument.of(Json.read(document.toJson().toString()));
        assertThat(read).isEqualTo(document);
        assertThat(read.asCluster()).isEmpty();
        assertThat(read.asIndex()).hasValueSatisfying(again -> {
            assertThat(again.stored()).isEqualTo(index);
            assertThat(again.volumes()).isEqualTo(volumes);
            assertThat(again.copies()).containsExactlyInAnyOrderElementsOf(copies);
        });
    }

    @Test
    void the_digest_tells_other_records_and_not_when_they_were_written() {
        RecordDocument first = RecordDocument.of("c1", 5, cluster(2));
        assertThat(RecordDocument.of("c1", 6, cluster(2)).digest()).isEqualTo(first.digest());
        assertThat(RecordDocument.of("c1", 5, cluster(3)).digest()).isNotEqualTo(first.digest());
        assertThat(first.asCluster()).contains(cluster(2));
        assertThat(first.asIndex()).isEmpty();
    }

    private static ClusterRecord cluster(int replicationFactor) {
        Node node = new Node(B, new GroupId(1), URI.create("http://10.0.0.1:7700"), Lifecycle.DRAINING);
        return new ClusterRecord(
                9, replicationFactor, List.of(node), Set.of(new IndexId(2), new IndexId(12)), 13, 40, 1000);
    }

    private static Copy copy(int shard, NodeId node, int rank, CopyState state) {
        return new Copy(shard, node, new GroupId(1), rank, state, NOW, "");
    }
}
