package miroir.engine.write;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.payload.Splitter;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.store.StoredIndex;
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
    private final SpooledRequests spooled;
    private final Trackings trackings;
    private final SelectedIds selected;
    private final Emptiness emptiness;

    public WorkPlanner(
            Ports ports,
            Cluster cluster,
            DocumentWork documents,
            SpooledRequests spooled,
            CopyDocuments copies,
            IndexBirth birth) {
        this.ports = ports;
        this.cluster = cluster;
        this.documents = documents;
        this.spooled = spooled;
        this.trackings = new Trackings(ports.loop());
        this.selected = new SelectedIds(cluster, trackings, copies);
        this.emptiness = new Emptiness(ports, cluster, copies);
        this.birth = birth;
    }

    /** Which shards are tracked. */
    public Trackings trackings() {
        return trackings;
    }

    /** The number of the next index; lower ones were given before. */
    public long nextIndexId() {
        return birth.nextId();
    }

    /**
     * Whether the task must not be planned before all earlier tasks of its index have ended. One that makes the index
     * waits, because those that failed without it would find it if they were taken up again after a kill. What depends on
     * all documents there are waits, because what a node could not do of the earlier tasks is done again, behind it.
     */
    public boolean needsCalm(StoredTask task) {
        IndexEntry entry = cluster.latest().indexes().get(String.valueOf(task.indexUid()));
        return entry == null
                || switch (task.type()) {
                    case INDEX_DELETION, SETTINGS_UPDATE -> true;
                    case INDEX_UPDATE ->
                        TaskRequest.fromJson(task.request()) instanceof TaskRequest.UpdateIndex update
                                && IndexWork.on(entry).changesKey(update);
                    case DOCUMENT_DELETION -> {
                        TaskRequest request = TaskRequest.fromJson(task.request());
                        boolean tracked = !trackings.of(entry.stored().id()).isEmpty();
                        yield filters(request) || (request instanceof TaskRequest.ClearDocuments && tracked);
                    }
                    default -> false;
                };
    }

    /** Whether the task fails when a shard it is for has no copy in sync. */
    public boolean needsCopies(StoredTask task) {
        return switch (task.type()) {
            case DOCUMENT_ADDITION_OR_UPDATE, DOCUMENT_DELETION -> true;
            case INDEX_UPDATE -> needsCalm(task);
            default -> false;
        };
    }

    private static boolean filters(TaskRequest request) {
        return request instanceof TaskRequest.DeleteByFilter
                || (request instanceof TaskRequest.Spooled spooled && spooled.deletesByFilter());
    }

    private static boolean selects(TaskRequest request) {
        return request instanceof TaskRequest.DeleteByFilter || request instanceof TaskRequest.ClearDocuments;
    }

    /** The bytes that are kept of a task, as it is planned, until it ends; about. */
    public static long memory(StoredTask task) {
        return TaskRequest.fromJson(task.request()) instanceof TaskRequest.WriteDocuments write
                ? Splitter.memory(write.received())
                : 0;
    }

    /** What the task comes down to. */
    public CompletableFuture<Work> plan(StoredTask task) {
        TaskRequest request = TaskRequest.fromJson(task.request());
        return request instanceof TaskRequest.Spooled kept && !kept.deletesIds()
                ? CompletableFuture.supplyAsync(() -> spooled.read(kept), ports.workers())
                        .thenComposeAsync(whole -> plan(task, whole), ports.loop())
                : plan(task, request);
    }

    private CompletableFuture<Work> plan(StoredTask task, TaskRequest request) {
        String uid = String.valueOf(task.indexUid());
        IndexEntry entry = cluster.latest().indexes().get(uid);
        if (request instanceof TaskRequest.CreateIndex create) {
            return create(uid, entry, create, task);
        }
        if (request instanceof TaskRequest.WriteDocuments write) {
            return creating(uid, entry, task, found -> write(found, write, task));
        }
        if (request instanceof TaskRequest.UpdateSettings update && update.patch() != null) {
            return creating(
                    uid, entry, task, found -> done(new IndexWork(found, bornOf(found, task)).settings(update)));
        }
        if (entry == null) {
            return done(Work.failed(notFound(uid)));
        }
        if (request instanceof TaskRequest.DeleteDocuments few) {
            return done(deletion(entry, split(entry, few.ids()::forEach)));
        }
        if (request instanceof TaskRequest.Spooled many) {
            Set<Integer> tracked = Set.copyOf(trackings.of(entry.stored().id()).keySet());
            int shards = entry.routes().shards();
            return CompletableFuture.supplyAsync(() -> spooled.ids(many).split(shards, tracked), ports.workers())
                    .thenApplyAsync(ids -> deletion(entry, ids), ports.loop());
        }
        if (ports.protocol().keeps(Safeguard.SELECTED_IDS)
                && selects(request)
                && !trackings.of(entry.stored().id()).isEmpty()) {
            String filter = request instanceof TaskRequest.DeleteByFilter delete ? delete.filter() : null;
            return selected.track(entry, filter).thenApply(tracked -> onExisting(entry, request, task));
        }
        if (request instanceof TaskRequest.UpdateIndex update
                && entry.stored().primaryKey() != null
                && IndexWork.on(entry).changesKey(update)) {
            return emptiness
                    .of(entry)
                    .thenApplyAsync(
                            empty -> empty ? onExisting(entry, request, task) : Work.failed(keyed(entry)),
                            ports.loop());
        }
        return done(onExisting(entry, request, task));
    }

    private Work onExisting(IndexEntry entry, TaskRequest request, StoredTask task) {
        IndexWork work = IndexWork.on(entry);
        if (request instanceof TaskRequest.DeleteByFilter delete) {
            return work.deleteByFilter(delete.filter());
        }
        if (request instanceof TaskRequest.ClearDocuments) {
            return work.clear();
        }
        if (request instanceof TaskRequest.UpdateSettings reset) {
            return work.settings(reset);
        }
        if (request instanceof TaskRequest.UpdateIndex update) {
            String newUid = update.newUid();
            return newUid != null && isTaken(newUid, entry) ? Work.failed(taken(newUid)) : work.update(update);
        }
        cluster.phase(entry.stored().uid(), IndexEntry.Phase.DELETING, task.uid());
        return work.delete();
    }

    private boolean isTaken(String uid, IndexEntry by) {
        return !uid.equals(by.stored().uid()) && cluster.latest().indexes().containsKey(uid);
    }

    private DeletedIds.Split split(IndexEntry entry, DeletedIds ids) {
        return ids.split(
                entry.routes().shards(), trackings.of(entry.stored().id()).keySet());
    }

    private Work deletion(IndexEntry entry, DeletedIds.Split ids) {
        track(entry, ids.tracked());
        return IndexWork.on(entry).deleteIds(ids);
    }

    private CompletableFuture<Work> create(
            String uid, @Nullable IndexEntry entry, TaskRequest.CreateIndex request, StoredTask task) {
        if (entry != null && !bornOf(entry, task)) {
            return done(Work.failed(taken(uid)));
        }
        return entryFor(uid, entry, request, task).thenApply(found -> {
            var keyed = found.with(found.stored().withPrimaryKey(request.primaryKey()));
            return new Work(
                    IndexWork.creation(keyed),
                    new Work.Counts.None(),
                    null,
                    true,
                    Work.Effect.Change.lasting(index -> index.withPrimaryKey(request.primaryKey())));
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
    private static Work madeAnyway(IndexEntry entry, Work work) {
        ApiError failure = work.failure();
        if (failure == null) {
            return work;
        }
        Work made = new Work(IndexWork.creation(entry), new Work.Counts.None(), failure, true, Work.touch());
        return work.unsent() == null
                ? made
                : new Work(work.parts(), work.counts(), failure, true, work.effect(), null, made);
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
        IndexWork work = new IndexWork(entry, bornOf(entry, task));
        Map<Integer, Tracking> tracked = trackings.of(entry.stored().id());
        Set<Integer> shards = Set.copyOf(tracked.keySet());
        return CompletableFuture.supplyAsync(() -> documents.read(entry.stored(), request, shards), ports.workers())
                .thenApplyAsync(
                        read -> {
                            ApiError problem = read.problem();
                            track(entry, read.tracked());
                            return problem == null ? work.write(documents, request, read) : Work.failed(problem);
                        },
                        ports.loop());
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

    private static boolean bornOf(IndexEntry entry, StoredTask task) {
        return entry.phase() == IndexEntry.Phase.CREATING && entry.phaseTask() == task.uid();
    }

    private static ApiError notFound(String uid) {
        return new ApiError(ErrorCode.INDEX_NOT_FOUND, "Index `" + uid + "` not found.");
    }

    private static ApiError keyed(IndexEntry entry) {
        StoredIndex index = entry.stored();
        return new ApiError(
                ErrorCode.INDEX_PRIMARY_KEY_ALREADY_EXISTS,
                "Index `" + index.uid() + "`: Index already has a primary key: `" + index.primaryKey() + "`.");
    }

    private static ApiError taken(String uid) {
        return new ApiError(ErrorCode.INDEX_ALREADY_EXISTS, "Index `" + uid + "` already exists.");
    }

    private static CompletableFuture<Work> done(Work work) {
        return CompletableFuture.completedFuture(work);
    }
}
