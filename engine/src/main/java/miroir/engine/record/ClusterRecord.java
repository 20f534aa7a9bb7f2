package miroir.engine.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.error.Json;

/**
 * What nodes remember of the cluster as a whole. Keys of nodes are not among it.
 *
 * @param indexes all there were; others had been deleted, or were made later
 * @param nextTask at least that
 */
public record ClusterRecord(
        long topologyVersion,
        int replicationFactor,
        List<Node> nodes,
        Set<IndexId> indexes,
        long nextIndex,
        long nextVolume,
        long nextTask) {

    String toJson() {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("topologyVersion", topologyVersion)
                .put("replicationFactor", replicationFactor);
        ArrayNode members = json.putArray("nodes");
        nodes.forEach(node -> members.addObject()
                .put("id", node.id().value())
                .put("group", node.group().number())
                .put("address", node.address().toString())
                .put("wanted", node.wanted().name()));
        ArrayNode numbers = json.putArray("indexes");
        new TreeSet<>(indexes).forEach(index -> numbers.add(index.value()));
        return json.put("nextIndex", nextIndex)
                .put("nextVolume", nextVolume)
                .put("nextTask", nextTask)
                .toString();
    }

    static ClusterRecord of(String text) {
        JsonNode json = Json.read(text);
        List<Node> nodes = new ArrayList<>();
        json.path("nodes")
                .forEach(node -> nodes.add(new Node(
                        new NodeId(node.path("id").asText()),
                        new GroupId(node.path("group").asInt()),
                        URI.create(node.path("address").asText()),
                        Lifecycle.valueOf(node.path("wanted").asText()))));
        Set<IndexId> indexes = new TreeSet<>();
        json.path("indexes").forEach(index -> indexes.add(new IndexId(index.asLong())));
        return new ClusterRecord(
                json.path("topologyVersion").asLong(),
                json.path("replicationFactor").asInt(),
                List.copyOf(nodes),
                indexes,
                json.path("nextIndex").asLong(),
                json.path("nextVolume").asLong(),
                json.path("nextTask").asLong());
    }
}
