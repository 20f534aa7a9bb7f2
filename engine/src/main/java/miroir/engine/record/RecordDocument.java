package miroir.engine.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import miroir.core.topology.IndexId;
import miroir.engine.error.Json;

/**
 * A document of the index {@code miroir-catalogue} on a node.
 *
 * @param written grows with every change of what nodes remember
 * @param digest the same for the same record, whenever it was written
 * @param record a cluster's or an index's record as JSON
 */
public record RecordDocument(String id, String cluster, long written, String digest, String record) {
    private static final String CLUSTER = "cluster-";
    private static final String INDEX = "index-";

    static String clusterId(String cluster) {
        return CLUSTER + cluster;
    }

    static RecordDocument of(String cluster, long written, ClusterRecord record) {
        return of(clusterId(cluster), cluster, written, record.toJson());
    }

    static RecordDocument of(String cluster, long written, IndexRecord record) {
        return of(id(cluster, record.stored().id()), cluster, written, record.toJson());
    }

    private static RecordDocument of(String id, String cluster, long written, String record) {
        return new RecordDocument(id, cluster, written, digest(record), record);
    }

    private static String id(String cluster, IndexId index) {
        return INDEX + cluster + "-" + index.value();
    }

    /** What it says of the cluster, if that is what it is about. */
    public Optional<ClusterRecord> asCluster() {
        return id.startsWith(CLUSTER) ? Optional.of(ClusterRecord.of(record)) : Optional.empty();
    }

    /** What it says of an index, if that is what it is about. */
    public Optional<IndexRecord> asIndex() {
        return id.startsWith(INDEX) ? Optional.of(IndexRecord.of(record)) : Optional.empty();
    }

    private static String digest(String record) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(record.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    ObjectNode toJson() {
        return Json.MAPPER
                .createObjectNode()
                .put("id", id)
                .put("cluster", cluster)
                .put("written", written)
                .put("digest", digest)
                .put("record", record);
    }

    static RecordDocument of(JsonNode json) {
        return new RecordDocument(
                json.path("id").asText(),
                json.path("cluster").asText(),
                json.path("written").asLong(),
                json.path("digest").asText(),
                json.path("record").asText());
    }
}
