package miroir.engine.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import miroir.core.placement.CopyState;
import miroir.core.placement.Rendezvous;
import miroir.core.placement.Volume;
import miroir.core.write.WriteTargets;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Json;
import miroir.engine.request.ReservedNames;
import miroir.engine.settings.ClientSettings;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.store.StoredTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a task into work, at the moment its turn comes: names and primary keys are looked up then, so that tasks see what
 * the tasks before them did. Called on the loop thread; completes there.
 */
public final class WorkPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(WorkPlanner.class);

    private final Ports ports;
    private final Cluster cluster;
    private final IndexBirth birth;
    private final DocumentWork documents;
    private final Trackings trackings = new Trackings();
    private final SelectedIds selected;

    public WorkPlanner(Ports ports, Cluster cluster, DocumentWork documents, IndexDefaults defaults, long nextIndexId) {
        this.ports = ports;
        this.cluster = cluster;
        this.documents = documents;
        this.selected = new SelectedIds(ports, cluster, trackings);
        this.birth = new IndexBirth(cluster, defaults, nextIndexId);
    }

    /** Which shards are tracked. */
    public Trackings trackings() {
        return trackings;
    }

    /** The number of the next index; lower ones were given before. */
    public long nextIndexId() {
        return birth.nextId();
    }

    /** Whether the task must not be planned before all earlier tasks of its index have ended. */
    public boolean needsCalm(StoredTask task) {
        IndexEntry entry = cluster.latest().indexes().get(String.valueOf(task.indexUid()));
        return entry != null
                && !trackings.of(entry.stored().id()).isEmpty()
                && task.type().equals("documentDeletion")
                && selects(TaskRequest.fromJson(task.request()));
    }

    private static boolean selects(TaskRequest request) {
        return request instanceof TaskRequest.DeleteByFilter || request instanceof TaskRequest.ClearDocuments;
    }

    /** What the task comes down to. */
    public CompletableFuture<Work> plan(StoredTask task) {
        TaskRequest request = TaskRequest.fromJson(task.request());
        String uid = String.valueOf(task.indexUid());
        IndexEntry entry = cluster.latest().indexes().get(uid);
        if (request instanceof TaskRequest.CreateIndex create) {
            return create(uid, entry, create, task);
        }
        if (request instanceof TaskRequest.WriteDocuments write) {
            return creating(uid, entry, task, found -> write(found, write, task));
        }
        if (request instanceof TaskRequest.UpdateSettings update && update.patch() != null) {
            return creating(uid, entry, task, found -> done(settings(found, update, task)));
        }
        if (entry == null) {
            return done(Work.failed(notFound(uid)));
        }
        if (ports.protocol().keeps(Safeguard.SELECTED_IDS)
                && selects(request)
                && !trackings.of(entry.stored().id()).isEmpty()) {
            String filter = request instanceof TaskRequest.DeleteByFilter delete ? delete.filter() : null;
            return selected.track(entry, filter).thenApply(tracked -> onExisting(entry, request, task));
        }
        return done(onExisting(entry, request, task));
    }

    private Work onExisting(IndexEntry entry, TaskRequest request, StoredTask task) {
        if (request instanceof TaskRequest.DeleteDocuments delete) {
            return deleteIds(entry, delete.ids());
        }
        if (request instanceof TaskRequest.DeleteByFilter delete) {
            ApiError refused = ReservedNames.explainDeletion(
                    Json.read(delete.filter()), entry.stored().uid(), entry.settings());
            if (refused != null) {
                return Work.failed(refused);
            }
            return documentsOf(
                    entry,
                    allShards(entry),
                    (volume, shards) -> calls(entry, volume)
                            .deleteByFilter(delete.filter(), isWhole(entry, volume, shards) ? null : shards));
        }
        if (request instanceof TaskRequest.ClearDocuments) {
            return documentsOf(
                    entry,
                    allShards(entry),
                    (volume, shards) -> isWhole(entry, volume, shards)
                            ? calls(entry, volume).clear()
                            : calls(entry, volume).clear(shards));
        }
        if (request instanceof TaskRequest.UpdateSettings reset) {
            return settings(entry, reset, task);
        }
        if (request instanceof TaskRequest.UpdateIndex update) {
            return update(entry, update);
        }
        return delete(entry, task);
    }

    private CompletableFuture<Work> create(
            String uid, @Nullable IndexEntry entry, TaskRequest.CreateIndex request, StoredTask task) {
        if (entry != null && !bornOf(entry, task)) {
            String message = "Index `" + uid + "` already exists.";
            return done(Work.failed(new ApiError(ErrorCode.INDEX_ALREADY_EXISTS, message)));
        }
        return entryFor(uid, entry, request, task).thenApply(found -> {
            var keyed = found.with(found.stored().withPrimaryKey(request.primaryKey()));
            return new Work(
                    parts(keyed, allShards(keyed), (volume, shards) -> List.of(), true),
                    new Work.Counts.None(),
                    null,
                    true,
                    new Work.Effect.Change(index -> index.withPrimaryKey(request.primaryKey())));
        });
    }

    /** For tasks that make the index when it is absent, as a node does. */
    private CompletableFuture<Work> creating(
            String uid,
            @Nullable IndexEntry entry,
            StoredTask task,
            Function<IndexEntry, CompletableFuture<Work>> then) {
        return entryFor(uid, entry, new TaskRequest.CreateIndex(null, null, null, null), task)
                .thenCompose(found -> bornOf(found, task)
                        ? CompletableFuture.completedFuture(found)
                                .thenCompose(then)
                                .exceptionally(failure -> Work.failed(explain(task, failure)))
                                .thenApply(work -> madeAnyway(found, work))
                        : then.apply(found));
    }

    /** A node makes the index also when what it was made for fails. */
    private Work madeAnyway(IndexEntry entry, Work work) {
        ApiError failure = work.failure();
        if (failure == null) {
            return work;
        }
        List<Part> parts = parts(entry, allShards(entry), (volume, shards) -> List.of(), true);
        Work made = new Work(parts, new Work.Counts.None(), failure, true, Work.touch());
        return work.unsent() == null ? made : new Work(work.parts(), work.counts(), failure, true, work.effect(), made);
    }

    /** What the planner refuses is the task's error; anything else is a fault of Miroir. */
    public static ApiError explain(StoredTask task, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException refused) {
                return refused.error();
            }
        }
        LOG.error("task {} cannot be planned", task.uid(), failure);
        return new ApiError(ErrorCode.INTERNAL, "Miroir could not carry out the task.");
    }

    private CompletableFuture<IndexEntry> entryFor(
            String uid, @Nullable IndexEntry entry, TaskRequest.CreateIndex wish, StoredTask task) {
        return entry != null
                ? CompletableFuture.completedFuture(entry)
                : birth.register(uid, wish, task.uid(), ports.clock().instant());
    }

    private CompletableFuture<Work> write(IndexEntry entry, TaskRequest.WriteDocuments request, StoredTask task) {
        boolean creating = bornOf(entry, task);
        Map<Integer, Tracking> tracked = trackings.of(entry.stored().id());
        Set<Integer> shards = Set.copyOf(tracked.keySet());
        return CompletableFuture.supplyAsync(() -> documents.read(entry.stored(), request, shards), ports.workers())
                .thenApplyAsync(
                        read -> {
                            ApiError problem = read.problem();
                            track(entry, read.tracked());
                            return problem == null ? write(entry, request, read, creating) : Work.failed(problem);
                        },
                        ports.loop());
    }

    private Work write(IndexEntry entry, TaskRequest.WriteDocuments request, DocumentWork.Read read, boolean creating) {
        String key = read.primaryKey();
        boolean keyFound = key != null && !key.equals(entry.stored().primaryKey());
        var keyed = entry.with(entry.stored().withPrimaryKey(key));
        Collection<Integer> shards = creating ? allShards(entry) : read.shards();
        List<Part> parts = parts(
                keyed, shards, (volume, own) -> documents.calls(calls(entry, volume), request, read, own), creating);
        return new Work(
                        parts,
                        new Work.Counts.Indexed(read.distinct()),
                        null,
                        creating || keyFound,
                        new Work.Effect.Change(index -> index.withPrimaryKey(key)))
                .failingWithout(entry, shards);
    }

    private void track(IndexEntry entry, Map<Integer, List<String>> ids) {
        Runnable mark = () -> trackings
                .of(entry.stored().id())
                .forEach((shard, tracking) -> tracking.add(ids.getOrDefault(shard, List.of())));
        if (ports.protocol().keeps(Safeguard.DIRTY_BEFORE_DISPATCH)) {
            mark.run();
        } else {
            ports.loop().after(Duration.ofMillis(300), mark);
        }
    }

    private Work deleteIds(IndexEntry entry, List<String> ids) {
        Map<Integer, List<String>> byShard = new TreeMap<>();
        int shardCount = entry.routes().shards();
        for (String id : ids) {
            byShard.computeIfAbsent(Rendezvous.shardForKey(id, shardCount), s -> new ArrayList<>())
                    .add(id);
        }
        track(entry, byShard);
        return documentsOf(
                entry,
                byShard.keySet(),
                (volume, shards) -> calls(entry, volume)
                        .deleteIds(shards.stream()
                                .flatMap(s -> byShard.getOrDefault(s, List.of()).stream())
                                .toList()));
    }

    private Work documentsOf(IndexEntry entry, Collection<Integer> shards, OneCall call) {
        List<Part> parts = parts(entry, shards, (volume, own) -> List.of(call.of(volume, own)), false);
        return new Work(parts, new Work.Counts.Deleted(), null, false, Work.touch()).failingWithout(entry, shards);
    }

    private Work settings(IndexEntry entry, TaskRequest.UpdateSettings request, StoredTask task) {
        String patch = request.patch();
        String next = patch == null ? "{}" : ClientSettings.merge(entry.stored().settings(), Json.read(patch));
        boolean creating = bornOf(entry, task);
        List<Part> parts = parts(
                entry,
                allShards(entry),
                (volume, shards) -> List.of(calls(entry, volume).settings(next)),
                creating);
        return new Work(
                parts, new Work.Counts.None(), null, true, new Work.Effect.Change(index -> index.withSettings(next)));
    }

    private Work update(IndexEntry entry, TaskRequest.UpdateIndex request) {
        String newUid = request.newUid();
        if (newUid != null
                && !newUid.equals(entry.stored().uid())
                && cluster.latest().indexes().containsKey(newUid)) {
            String message = "Index `" + newUid + "` already exists.";
            return Work.failed(new ApiError(ErrorCode.INDEX_ALREADY_EXISTS, message));
        }
        String key = request.primaryKey();
        List<Part> parts = key == null || key.equals(entry.stored().primaryKey())
                ? List.of()
                : parts(
                        entry,
                        allShards(entry),
                        (volume, shards) -> List.of(calls(entry, volume).primaryKey(key)),
                        false);
        return new Work(parts, new Work.Counts.None(), null, true, new Work.Effect.Change(index -> {
            var keyed = key == null ? index : index.withPrimaryKey(key);
            return newUid == null ? keyed : keyed.withUid(newUid);
        }));
    }

    private Work delete(IndexEntry entry, StoredTask task) {
        cluster.phase(entry.stored().uid(), IndexEntry.Phase.DELETING, task.uid());
        List<Part> parts = parts(
                entry,
                allShards(entry),
                (volume, shards) -> List.of(calls(entry, volume).delete()),
                false);
        return new Work(parts, new Work.Counts.Deleted(), null, true, new Work.Effect.Drop());
    }

    private List<Part> parts(IndexEntry entry, Collection<Integer> shards, Calls calls, boolean creating) {
        List<Part> parts = new ArrayList<>();
        WriteTargets.of(entry.routes(), shards).forEach((volume, own) -> {
            List<NodeCall> all = new ArrayList<>();
            if (creating) {
                all.addAll(calls(entry, volume).create(entry.stored()));
            }
            all.addAll(calls.of(volume, own));
            if (!all.isEmpty()) {
                parts.add(new Part(volume, own, all));
            }
        });
        return parts;
    }

    private static boolean isWhole(IndexEntry entry, Volume volume, List<Integer> shards) {
        long held = entry.routes().copies().stream()
                .filter(c -> c.node().equals(volume.node()) && c.rank() == volume.rank())
                .filter(c -> c.state() != CopyState.IN_SYNC)
                .count();
        return held == 0 && !shards.isEmpty();
    }

    private static boolean bornOf(IndexEntry entry, StoredTask task) {
        return entry.phase() == IndexEntry.Phase.CREATING && entry.phaseTask() == task.uid();
    }

    private static VolumeCalls calls(IndexEntry entry, Volume volume) {
        return new VolumeCalls(entry.volumeUid(volume.rank()));
    }

    private static List<Integer> allShards(IndexEntry entry) {
        return IntStream.range(0, entry.routes().shards()).boxed().toList();
    }

    private static ApiError notFound(String uid) {
        return new ApiError(ErrorCode.INDEX_NOT_FOUND, "Index `" + uid + "` not found.");
    }

    private static CompletableFuture<Work> done(Work work) {
        return CompletableFuture.completedFuture(work);
    }

    private interface Calls {
        List<NodeCall> of(Volume volume, List<Integer> shards);
    }

    private interface OneCall {
        NodeCall of(Volume volume, List<Integer> shards);
    }
}
