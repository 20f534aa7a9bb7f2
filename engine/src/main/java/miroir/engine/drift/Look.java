package miroir.engine.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.topology.Health;
import miroir.core.topology.IndexId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.node.Purpose;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredVolume;

/** Looks at volumes that serve: at what their nodes say of them, and what the catalogue does. Loop thread. */
final class Look {
    private final Cluster cluster;
    private final CopyChanges copies;
    private final NodeApi api;
    private final Map<IndexId, Set<Reading>> readings = new HashMap<>();

    /** How a node reads settings back that it was just given: it may lower-case words, or sort them its own way. */
    private record Reading(String given, JsonNode read) {}

    Look(Cluster cluster, NodeApi api) {
        this.cluster = cluster;
        this.copies = new CopyChanges(cluster);
        this.api = api;
    }

    /** Looks at a volume now; never fails. */
    CompletableFuture<Finding> at(Volume volume) {
        IndexEntry entry = entry(volume).orElse(null);
        StoredVolume named = entry == null
                ? null
                : entry.volumes().find(volume.node(), volume.rank()).orElse(null);
        boolean well = cluster.current().node(volume.node()).observed() == Health.UP;
        if (entry == null || named == null || named.next() != null || !well) {
            return CompletableFuture.completedFuture(new Finding.Unsaid());
        }
        CompletableFuture<Answer<JsonNode>> settings = api.settings(volume.node(), named.name(), Purpose.COPY);
        return api.index(volume.node(), named.name(), Purpose.COPY)
                .thenCombine(settings, (index, read) -> judge(volume, entry.stored(), named, index, read));
    }

    /** What the catalogue said or the volume was called when the node was asked says nothing of now. */
    private Finding judge(
            Volume volume, StoredIndex asked, StoredVolume named, Answer<NodeIndex> index, Answer<JsonNode> settings) {
        IndexEntry now = entry(volume).orElse(null);
        boolean still = now != null
                && now.stored().settings().equals(asked.settings())
                && Objects.equals(now.stored().primaryKey(), asked.primaryKey())
                && now.volumes().get(volume.node(), volume.rank()).equals(named);
        if (!still) {
            return new Finding.Unsaid();
        }
        Finding found = Finding.of(asked, index, settings);
        boolean known = found instanceof Finding.OtherSettings other
                && readings.getOrDefault(volume.index(), Set.of())
                        .contains(new Reading(asked.settings(), other.read()));
        return known ? new Finding.Same() : found;
    }

    /** The node was just given those settings and reads this back; whoever reads the same back has the same. */
    void accept(IndexId index, String given, JsonNode read) {
        Set<Reading> known = readings.computeIfAbsent(index, i -> new HashSet<>());
        known.removeIf(reading -> !reading.given.equals(given));
        known.add(new Reading(given, read));
    }

    /** Of other indexes nothing has to be known any more. */
    void retain(Set<IndexId> indexes) {
        readings.keySet().retainAll(indexes);
    }

    /** The index, when a copy in the volume is in sync. */
    Optional<IndexEntry> entry(Volume volume) {
        return copies.entry(volume.index())
                .filter(entry -> entry.phase() == IndexEntry.Phase.READY)
                .filter(entry -> entry.routes().copies().stream()
                        .anyMatch(copy -> copy.node().equals(volume.node())
                                && copy.rank() == volume.rank()
                                && copy.state() == CopyState.IN_SYNC));
    }
}
