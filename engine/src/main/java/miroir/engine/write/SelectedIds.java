package miroir.engine.write;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which documents a deletion without ids will hit, for the shards that are tracked. Nothing else of the index
 * may be under way meanwhile: then the set is exact. Loop thread.
 */
final class SelectedIds {
    private static final Logger LOG = LoggerFactory.getLogger(SelectedIds.class);

    private final Cluster cluster;
    private final Trackings trackings;
    private final CopyDocuments documents;

    SelectedIds(Cluster cluster, Trackings trackings, CopyDocuments documents) {
        this.cluster = cluster;
        this.trackings = trackings;
        this.documents = documents;
    }

    /**
     * Tracks the ids that the filter selects. Never fails: where they cannot be found out, the tracking is told so.
     *
     * @param filter as JSON; null: all documents
     */
    CompletableFuture<Void> track(IndexEntry entry, @Nullable String filter) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Map.Entry<Integer, Tracking> tracked :
                new TreeMap<>(trackings.of(entry.stored().id())).entrySet()) {
            all = all.thenCompose(done -> track(entry, filter, tracked.getKey(), tracked.getValue()));
        }
        return all;
    }

    private CompletableFuture<Void> track(IndexEntry entry, @Nullable String filter, int shard, Tracking tracking) {
        Snapshot now = cluster.current();
        return entry.routes().of(shard).stream()
                .filter(c -> c.state() == CopyState.IN_SYNC)
                .min(Comparator.comparing((Copy c) -> now.node(c.node()).preference()))
                .map(source -> documents.ids(Place.of(entry, source), filter))
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("no copy in sync")))
                .handle((ids, failure) -> {
                    if (failure == null) {
                        tracking.add(ids);
                    } else {
                        LOG.info("shard {}: a deletion's documents are not known: {}", shard, failure.getMessage());
                        tracking.lose();
                    }
                    return null;
                });
    }
}
