package miroir.engine.store;

import java.time.Instant;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.IndexId;
import org.jspecify.annotations.Nullable;

/**
 * An index of the catalogue.
 *
 * @param uid the client's name for it, unique
 * @param physicalUid prefix of the volumes' names on the nodes, never reused
 * @param settings the client's settings as one JSON object: only what was set, defaults left out
 * @param settingsVersion counts settings changes
 * @param epoch the routing epoch of its copies
 */
public record StoredIndex(
        IndexId id,
        String uid,
        String physicalUid,
        @Nullable String primaryKey,
        int shards,
        int replicationFactor,
        PlacementStrategy placement,
        String settings,
        long settingsVersion,
        long epoch,
        Instant createdAt,
        Instant updatedAt) {

    /** The same with another name. */
    public StoredIndex withUid(String next) {
        return new StoredIndex(
                id,
                next,
                physicalUid,
                primaryKey,
                shards,
                replicationFactor,
                placement,
                settings,
                settingsVersion,
                epoch,
                createdAt,
                updatedAt);
    }

    /** The same with another primary key. */
    public StoredIndex withPrimaryKey(@Nullable String next) {
        return new StoredIndex(
                id,
                uid,
                physicalUid,
                next,
                shards,
                replicationFactor,
                placement,
                settings,
                settingsVersion,
                epoch,
                createdAt,
                updatedAt);
    }

    /** The same with other settings and the next settings version. */
    public StoredIndex withSettings(String next) {
        return new StoredIndex(
                id,
                uid,
                physicalUid,
                primaryKey,
                shards,
                replicationFactor,
                placement,
                next,
                settingsVersion + 1,
                epoch,
                createdAt,
                updatedAt);
    }

    /** The same with another number of copies per group. */
    public StoredIndex withReplicationFactor(int next) {
        return new StoredIndex(
                id,
                uid,
                physicalUid,
                primaryKey,
                shards,
                next,
                placement,
                settings,
                settingsVersion,
                epoch,
                createdAt,
                updatedAt);
    }

    /** The same in another routing epoch. */
    public StoredIndex withEpoch(long next) {
        return new StoredIndex(
                id,
                uid,
                physicalUid,
                primaryKey,
                shards,
                replicationFactor,
                placement,
                settings,
                settingsVersion,
                next,
                createdAt,
                updatedAt);
    }

    /** The same, changed now. */
    public StoredIndex touched(Instant now) {
        return new StoredIndex(
                id,
                uid,
                physicalUid,
                primaryKey,
                shards,
                replicationFactor,
                placement,
                settings,
                settingsVersion,
                epoch,
                createdAt,
                now);
    }
}
