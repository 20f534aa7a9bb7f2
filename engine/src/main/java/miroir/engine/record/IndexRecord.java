package miroir.engine.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.error.Json;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredVolume;

/** What nodes remember of one index: its entry in the catalogue, its volumes' names, and the state of each copy. */
public record IndexRecord(StoredIndex stored, List<Copy> copies, List<StoredVolume> volumes) {

    private record Place(NodeId node, GroupId group, int rank) {
        static final Comparator<Place> ORDER = Comparator.comparing(Place::node).thenComparingInt(Place::rank);
    }

    String toJson() {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", stored.id().value())
                .put("uid", stored.uid())
                .put("volumes", stored.physicalUid())
                .put("primaryKey", stored.primaryKey())
                .put("shards", stored.shards())
                .put("replicationFactor", stored.replicationFactor())
                .put("placement", stored.placement().name())
                .put("settings", stored.settings())
                .put("settingsVersion", stored.settingsVersion())
                .put("epoch", stored.epoch())
                .put("createdAt", stored.createdAt().toString())
                .put("updatedAt", stored.updatedAt().toString());
        ArrayNode names = json.putArray("names");
        volumes.stream()
                .sorted(Comparator.comparing(StoredVolume::node).thenComparingInt(StoredVolume::rank))
                .forEach(volume -> names.addObject()
                        .put("node", volume.node().value())
                        .put("rank", volume.rank())
                        .put("name", volume.name())
                        .put("next", volume.next()));
        ArrayNode places = json.putArray("copies");
        TreeMap<Place, List<Copy>> byPlace = new TreeMap<>(Place.ORDER);
        copies.forEach(copy -> byPlace.computeIfAbsent(
                        new Place(copy.node(), copy.group(), copy.rank()), place -> new ArrayList<>())
                .add(copy));
        byPlace.forEach((place, there) -> {
            ObjectNode shards = places.addObject()
                    .put("node", place.node.value())
                    .put("group", place.group.number())
                    .put("rank", place.rank);
            there.stream()
                    .sorted(Comparator.comparingInt(Copy::shard))
                    .forEach(copy -> shards.withArray(wire(copy.state())).add(copy.shard()));
        });
        return json.toString();
    }

    private static String wire(CopyState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static IndexRecord of(String text) {
        JsonNode json = Json.read(text);
        Instant updated = Instant.parse(json.path("updatedAt").asText());
        StoredIndex stored = new StoredIndex(
                new IndexId(json.path("id").asLong()),
                json.path("uid").asText(),
                json.path("volumes").asText(),
                json.path("primaryKey").textValue(),
                json.path("shards").asInt(),
                json.path("replicationFactor").asInt(),
                PlacementStrategy.valueOf(json.path("placement").asText()),
                json.path("settings").asText(),
                json.path("settingsVersion").asLong(),
                json.path("epoch").asLong(),
                Instant.parse(json.path("createdAt").asText()),
                updated);
        List<StoredVolume> volumes = new ArrayList<>();
        json.path("names")
                .forEach(volume -> volumes.add(new StoredVolume(
                        new NodeId(volume.path("node").asText()),
                        volume.path("rank").asInt(),
                        volume.path("name").asText(),
                        volume.path("next").textValue())));
        List<Copy> copies = new ArrayList<>();
        for (JsonNode place : json.path("copies")) {
            for (CopyState state : CopyState.values()) {
                place.path(wire(state))
                        .forEach(shard -> copies.add(new Copy(
                                shard.asInt(),
                                new NodeId(place.path("node").asText()),
                                new GroupId(place.path("group").asInt()),
                                place.path("rank").asInt(),
                                state,
                                updated,
                                "")));
            }
        }
        return new IndexRecord(stored, List.copyOf(copies), List.copyOf(volumes));
    }
}
