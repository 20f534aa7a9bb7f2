package miroir.engine.write;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Snapshot;

/**
 * Finds out whether an index has documents: a node changes the primary key only of an empty index, and each node would
 * judge by the documents that it has itself. Nothing else of the index may be under way meanwhile. Loop thread.
 */
final class Emptiness {
    private static final Duration REST = Duration.ofSeconds(1);
    private static final int MOST_ROUNDS = 30;

    private final Ports ports;
    private final Cluster cluster;
    private final CopyDocuments documents;

    Emptiness(Ports ports, Cluster cluster, CopyDocuments documents) {
        this.ports = ports;
        this.cluster = cluster;
        this.documents = documents;
    }

    /** Whether no shard has documents; fails with an {@link ApiException} when a shard has no copy that says so. */
    CompletableFuture<Boolean> of(IndexEntry entry) {
        return of(entry, 0);
    }

    private CompletableFuture<Boolean> of(IndexEntry entry, int shard) {
        if (shard == entry.routes().shards()) {
            return CompletableFuture.completedFuture(true);
        }
        return count(entry, shard, 1)
                .thenComposeAsync(
                        count -> count == 0 ? of(entry, shard + 1) : CompletableFuture.completedFuture(false),
                        ports.loop());
    }

    private CompletableFuture<Long> count(IndexEntry entry, int shard, int round) {
        Snapshot now = cluster.current();
        List<Copy> copies = Stream.ofNullable(
                        cluster.latest().indexes().get(entry.stored().uid()))
                .flatMap(present -> present.routes().of(shard).stream())
                .filter(copy -> copy.state() == CopyState.IN_SYNC)
                .sorted(Comparator.comparing(
                        (Copy copy) -> now.node(copy.node()).preference()))
                .toList();
        CompletableFuture<Long> count = CompletableFuture.failedFuture(unknown(entry, shard));
        for (Copy copy : copies) {
            count = count.exceptionallyComposeAsync(failure -> documents.count(Place.of(entry, copy)), ports.loop());
        }
        return count.exceptionallyComposeAsync(
                failure -> round < MOST_ROUNDS && !copies.isEmpty()
                        ? rest().thenCompose(x -> count(entry, shard, round + 1))
                        : CompletableFuture.failedFuture(unknown(entry, shard)),
                ports.loop());
    }

    private CompletableFuture<Void> rest() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ports.loop().after(REST, () -> over.complete(null));
        return over;
    }

    private static ApiException unknown(IndexEntry entry, int shard) {
        String message =
                "Index `" + entry.stored().uid() + "`: no copy of shard " + shard + " says whether it is empty.";
        return new ApiException(new ApiError(ErrorCode.MIROIR_SHARDS_UNAVAILABLE, message));
    }
}
