package miroir.engine.sim.light;

import java.time.Instant;
import java.util.TreeMap;
import miroir.embedded.error.ApiException;
import org.jspecify.annotations.Nullable;

/** The indexes of a node by uid. */
final class LightIndexes {
    final TreeMap<String, LightIndex> byUid = new TreeMap<>();

    LightIndex index(String uid) {
        LightIndex index = byUid.get(uid);
        if (index == null) {
            throw ApiException.indexNotFound(uid);
        }
        return index;
    }

    /** The index, made when it is not there. */
    LightIndex made(String uid, Instant now) {
        return byUid.computeIfAbsent(uid, u -> new LightIndex(now, null));
    }

    int create(String uid, @Nullable String primaryKey, Instant now) {
        free(uid);
        byUid.put(uid, new LightIndex(now, primaryKey));
        return 0;
    }

    private void free(String uid) {
        if (byUid.containsKey(uid)) {
            throw new ApiException("index_already_exists", "Index `" + uid + "` already exists.");
        }
    }

    int update(String uid, @Nullable String key, @Nullable String newUid, Instant now) {
        LightIndex index = index(uid);
        boolean moves = newUid != null && !newUid.equals(uid);
        if (newUid != null && moves) {
            free(newUid);
        }
        if (key != null && !key.equals(index.primaryKey)) {
            if (index.primaryKey != null && !index.documents.isEmpty()) {
                throw new ApiException(
                        "index_primary_key_already_exists",
                        "Index `" + uid + "`: Index already has a primary key: `" + index.primaryKey + "`.");
            }
            index.primaryKey = key;
        }
        if (newUid != null && moves) {
            byUid.remove(uid);
            byUid.put(newUid, index);
        }
        index.updatedAt = now;
        return 0;
    }

    int delete(String uid) {
        int count = index(uid).documents.size();
        byUid.remove(uid);
        return count;
    }
}
