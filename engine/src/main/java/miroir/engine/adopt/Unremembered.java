package miroir.engine.adopt;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import miroir.core.placement.Rendezvous;
import miroir.core.placement.VolumeName;
import miroir.core.topology.IndexId;
import miroir.engine.record.IndexRecord;
import miroir.engine.settings.NodeSettings;
import miroir.engine.store.StoredIndex;

/** What volumes tell of an index that nobody remembers: their names, their settings, and the marks of their documents. */
final class Unremembered {
    private static final int MOST_SHARDS = 4096;

    private Unremembered() {}

    /** The entry of the catalogue it probably had; empty: its documents tell nothing. */
    static Optional<IndexRecord> guess(
            IndexId id, Collection<VolumeFindings> volumes, Findings.Defaults defaults, Instant now) {
        Optional<VolumeFindings> fullest = volumes.stream()
                .max(Comparator.comparingLong(volume -> volume.documents().values().stream()
                        .mapToLong(count -> count)
                        .sum()));
        OptionalInt shards = shards(volumes, defaults.shards());
        if (fullest.isEmpty() || shards.isEmpty()) {
            return Optional.empty();
        }
        String uid = fullest.get().label();
        JsonNode settings = fullest.get().settings();
        StoredIndex index = new StoredIndex(
                id,
                uid,
                VolumeName.stem(uid, id),
                fullest.get().primaryKey(),
                shards.getAsInt(),
                defaults.replicationFactor(),
                defaults.placement(),
                settings.isObject() ? NodeSettings.client(settings) : "{}",
                1,
                0,
                now,
                now);
        return Optional.of(new IndexRecord(index, List.of(), List.of()));
    }

    /** The number of shards that puts every document of the samples where its mark says it is. */
    static OptionalInt shards(Collection<VolumeFindings> volumes, int usual) {
        Map<String, Integer> marks = new TreeMap<>();
        volumes.forEach(volume -> marks.putAll(volume.sample()));
        marks.values().removeIf(shard -> shard < 0);
        if (marks.isEmpty()) {
            return OptionalInt.empty();
        }
        int most = volumes.stream()
                .flatMap(volume -> volume.documents().keySet().stream())
                .mapToInt(shard -> shard)
                .max()
                .orElse(0);
        return IntStream.concat(IntStream.of(usual), IntStream.rangeClosed(1, MOST_SHARDS))
                .filter(shards -> shards > most)
                .filter(shards -> marks.entrySet().stream()
                        .allMatch(mark -> Rendezvous.shardForKey(mark.getKey(), shards) == mark.getValue()))
                .findFirst();
    }
}
