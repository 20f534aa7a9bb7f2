package miroir.engine.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import miroir.core.placement.Rendezvous;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.payload.DocumentProblem;
import miroir.engine.payload.Pieces;
import miroir.engine.payload.PrimaryKeys;
import miroir.engine.payload.Seal;
import miroir.engine.payload.Split;
import miroir.engine.payload.SplitResult;
import miroir.engine.payload.SplitRules;
import miroir.engine.payload.Splitter;
import miroir.engine.settings.IndexSettings;
import miroir.engine.store.StoredIndex;
import miroir.engine.volume.VolumeWrite;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads an accepted payload, settles its primary key, checks it whole and cuts it into pieces. Blocks: worker threads. */
public final class DocumentWork {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentWork.class);

    private final Path payloads;
    private final int requestBytes;

    /** Works on the payloads of that folder, and sends at most so many bytes at once if a document is not larger. */
    public DocumentWork(Path payloads, int requestBytes) {
        this.payloads = payloads;
        this.requestBytes = requestBytes;
    }

    /**
     * A payload ready to be sent.
     *
     * @param problem why the task fails; then nothing else counts
     * @param primaryKey null only for an empty payload on an index without one
     * @param distinct different documents
     * @param shards that the documents belong to
     * @param tracked the ids of documents that belong to tracked shards, by shard
     */
    record Read(
            @Nullable ApiError problem,
            @Nullable String primaryKey,
            long distinct,
            Collection<Integer> shards,
            @Nullable Pieces pieces,
            Map<Integer, List<String>> tracked) {
        static Read failed(DocumentProblem problem) {
            ErrorCode code = ErrorCode.ofWire(problem.code());
            return failed(new ApiError(code == null ? ErrorCode.INTERNAL : code, problem.message()));
        }

        static Read failed(ApiError problem) {
            return new Read(problem, null, 0, List.of(), null, Map.of());
        }
    }

    /** Reads the payload; the ids of documents in {@code tracked} shards are collected. */
    Read read(StoredIndex index, TaskRequest.WriteDocuments request, Set<Integer> tracked) {
        Path file = payloads.resolve(request.payload());
        try {
            Seal seal = request.seal();
            Optional<String> damage = seal == null ? Optional.empty() : seal.damage(file);
            return damage.isPresent() ? Read.failed(damaged(file, damage.get())) : read(index, request, file, tracked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiError damaged(Path file, String how) {
        LOG.error("payload {} is damaged: {}", file, how);
        return new ApiError(
                ErrorCode.INTERNAL,
                "The payload that Miroir kept for the task is damaged and not applied: " + how + ".");
    }

    private Read read(StoredIndex index, TaskRequest.WriteDocuments request, Path file, Set<Integer> tracked)
            throws IOException {
        String own = index.primaryKey();
        String given = request.primaryKey();
        if (own != null && given != null && !own.equals(given)) {
            return Read.failed(new DocumentProblem(
                    ErrorCode.INDEX_PRIMARY_KEY_ALREADY_EXISTS.wire(),
                    "Index already has a primary key: `" + own + "`."));
        }
        String key = own != null ? own : given;
        if (key == null) {
            Optional<PrimaryKeys.Inference> inferred = PrimaryKeys.infer(file);
            if (inferred.isPresent() && inferred.get() instanceof DocumentProblem problem) {
                return Read.failed(problem);
            }
            key = inferred.map(found -> ((PrimaryKeys.Key) found).name()).orElse(null);
        }
        return key == null ? new Read(null, null, 0, List.of(), null, Map.of()) : split(index, file, key, tracked);
    }

    private Read split(StoredIndex index, Path file, String key, Set<Integer> tracked) throws IOException {
        Map<Integer, List<String>> ids = new HashMap<>();
        int shards = index.shards();
        IndexSettings settings = IndexSettings.of(index.settings());
        boolean geo = settings.isFilterable("_geo") || settings.isSortable("_geo");
        SplitResult result = new Splitter(id -> {
                    int shard = Rendezvous.shardForKey(id, shards);
                    if (tracked.contains(shard)) {
                        ids.computeIfAbsent(shard, i -> new ArrayList<>()).add(id);
                    }
                    return shard;
                })
                .split(file, key, new SplitRules(index.uid(), geo, Map.of()));
        if (result instanceof DocumentProblem problem) {
            return Read.failed(problem);
        }
        Split split = (Split) result;
        Pieces pieces = new Pieces(split, ShardMarker::of, requestBytes);
        return new Read(null, key, split.distinctIds(), split.documentsByShard().keySet(), pieces, ids);
    }

    /** The calls that bring the documents of these shards to one volume. */
    List<NodeCall> calls(TaskRequest.WriteDocuments request, Read read, Collection<Integer> shards) {
        Pieces pieces = read.pieces();
        String key = read.primaryKey();
        List<NodeCall> calls = new ArrayList<>();
        if (pieces == null || key == null) {
            return calls;
        }
        Set<Integer> wanted = Set.copyOf(shards);
        for (int i = 0; i < pieces.chunks(); i++) {
            int chunk = i;
            long size = pieces.bytes(chunk, wanted::contains);
            if (size > 0) {
                calls.add(VolumeCalls.documents(
                        request, key, chunk, VolumeWrite.large(size, () -> read(pieces, chunk, wanted))));
            }
        }
        return calls;
    }

    private static byte[] read(Pieces pieces, int chunk, Set<Integer> shards) {
        try {
            return pieces.read(chunk, shards::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
