package miroir.engine.sim.light;

import java.time.Instant;
import java.util.TreeMap;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.FieldNames;
import org.jspecify.annotations.Nullable;

/** The indexes of a node by uid. */
final class LightIndexes {
    final TreeMap<String, LightIndex> byUid = new TreeMap<>();
    private final int maxFields;

    LightIndexes(int maxFields) {
        this.maxFields = maxFields;
    }

    LightIndex index(String uid) {
        LightIndex index = byUid.get(uid);
        if (index == null) {
            throw ApiException.indexNotFound(uid);
        }
        return index;
    }

    /** The index, made when it is not there. */
    LightIndex made(String uid, Instant now) {
        return byUid.computeIfAbsent(uid, u -> empty(now, null));
    }

    private LightIndex empty(Instant now, @Nullable String key) {
        return new LightIndex(now, key, new FieldNames(maxFields));
    }

    int create(String uid, @Nullable String primaryKey, Instant now) {
        free(uid);
        LightIndex index = empty(now, primaryKey);
        if (primaryKey != null) {
            index.names.addKey(primaryKey, uid);
        }
        byUid.put(uid, index);
        return 0;
    }

    private void free(String uid) {
        if (byUid.containsKey(uid)) {
            throw new ApiException("index_already_exists", "Index `" + uid + "` already exists.");
        }
    }

    /** Gives an index another uid. */
    void rename(String uid, String newUid) {
        LightIndex index = index(uid);
        free(newUid);
        byUid.remove(uid);
        byUid.put(newUid, index);
    }

    int delete(String uid) {
        int count = index(uid).documents.size();
        byUid.remove(uid);
        return count;
    }
}
