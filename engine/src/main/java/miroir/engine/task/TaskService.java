package miroir.engine.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import miroir.core.task.TaskStatus;
import miroir.core.topology.IndexId;
import miroir.engine.dialect.NodeTask;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.follow.TaskJudge;
import miroir.engine.payload.PayloadFolder;
import miroir.engine.state.Allowance;
import miroir.engine.state.Cluster;
import miroir.engine.state.Demotion;
import miroir.engine.state.Ports;
import miroir.engine.state.Withheld;
import miroir.engine.store.Change;
import miroir.engine.store.Store;
import miroir.engine.store.StoredTask;
import miroir.engine.store.TaskPart;
import miroir.engine.write.Coalescing;
import miroir.engine.write.SpooledRequests;
import miroir.engine.write.TaskRequest;
import miroir.engine.write.WorkPlanner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks from clients and carries them out. A task is promised once it is durable together with its payload; what
 * follows survives a kill at any moment. Methods may be called on any thread.
 */
public final class TaskService {
    private static final Logger LOG = LoggerFactory.getLogger(TaskService.class);

    /** While so many tasks wait, what they are is kept in memory; of more it is read when their turn comes near. */
    private static final int MOST_AT_HAND = 5000;

    private static final int LONGEST_AT_HAND = 4096;

    private final Ports ports;
    private final Cluster cluster;
    private final PayloadFolder payloads;
    private final LaneContext context;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final RepeatedWrites repeated;
    private final OpenTasks open = new OpenTasks();
    private final ForeignTasks judge;
    private final KeptTasks kept;
    private final Backlog backlog;
    private final SpooledRequests spooled;
    private final Retention retention;
    private long nextUid;

    /** Carries tasks out from {@code nextUid} on. */
    public TaskService(Ports ports, Cluster cluster, WorkPlanner planner, PayloadFolder payloads, Start start) {
        this.ports = ports;
        this.cluster = cluster;
        this.payloads = payloads;
        this.backlog = start.backlog;
        this.spooled = new SpooledRequests(payloads.path());
        this.repeated = new RepeatedWrites(ports, cluster);
        this.retention = new Retention(ports, cluster, repeated);
        this.kept = new KeptTasks(cluster);
        this.nextUid = start.nextUid;
        this.context = new LaneContext(
                ports,
                cluster,
                new Demotion(cluster),
                planner,
                new Coalescing(cluster, payloads.path()),
                new PartSender(ports, cluster, start.nodes),
                new TaskLedger(ports, cluster, payloads, open, backlog),
                kept,
                start.nodes.watch(),
                start.plans,
                start.recent);
        this.judge = new ForeignTasks(
                ports, cluster, start.nodes.doors(), open, planner.trackings(), start.changed, start.recent);
    }

    /**
     * Where to start.
     *
     * @param nodes how the nodes are reached
     * @param changed hears of indexes whose volumes somebody may have changed
     * @param recent what became of tasks not long ago, by node
     * @param backlog bounds what waits
     * @param plans bounds what is known of tasks under way
     */
    public record Start(
            long nextUid,
            NodeAccess nodes,
            Consumer<IndexId> changed,
            List<TaskPart> recent,
            Backlog backlog,
            Allowance plans) {}

    /** Says what tasks mean that nodes have and nobody here waits for. */
    public TaskJudge judge() {
        return judge;
    }

    /** The number the next task gets; loop thread. */
    public long nextUid() {
        return nextUid;
    }

    /** The folder of accepted payloads. */
    public PayloadFolder payloads() {
        return payloads;
    }

    /** The tasks that were taken, as clients may know them. */
    public KeptTasks kept() {
        return kept;
    }

    /** How much waits, and whether more may. */
    public Backlog backlog() {
        return backlog;
    }

    /** Forgets what is old. */
    public Retention retention() {
        return retention;
    }

    /**
     * Takes a task; completes once it is durable. Fails with {@link ApiException} when no promise can be made. Blocks while a
     * long request is put on the disk.
     */
    public CompletableFuture<StoredTask> accept(NewTask wish) {
        NewTask kept = wish.asking(spooled.kept(wish.request(), this::newName));
        return CompletableFuture.completedFuture(kept).thenComposeAsync(this::register, ports.loop());
    }

    private String newName() {
        return String.format(
                "%016x%016x.json", ports.random().nextLong(), ports.random().nextLong());
    }

    private CompletableFuture<StoredTask> register(NewTask wish) {
        ports.loop().assertHere();
        if (cluster.storeFailed()) {
            String message = "Miroir's own store does not take writes; nothing was stored.";
            throw new ApiException(new ApiError(ErrorCode.MIROIR_UNAVAILABLE, message));
        }
        if (cluster.current().isAmongStrangers()) {
            String message = "All nodes belong to another Miroir cluster; nothing was stored.";
            throw new ApiException(new ApiError(ErrorCode.MIROIR_NO_QUORUM, message));
        }
        Withheld withheld = cluster.withheld();
        if (withheld != null) {
            throw withheld.refusal();
        }
        NewTask.Idempotency idempotency = wish.idempotency();
        return idempotency == null
                ? take(wish)
                : repeated.inTurn(
                        idempotency.key(),
                        () -> repeated.before(idempotency)
                                .whenComplete((before, refused) -> drop(
                                        refused == null ? null : wish.request().payload()))
                                .thenComposeAsync(
                                        before -> before.isPresent() ? repeated(wish, before.getAsLong()) : take(wish),
                                        ports.loop()));
    }

    private CompletableFuture<StoredTask> take(NewTask wish) {
        List<Change> changes = new ArrayList<>();
        try {
            backlog.requireRoom();
            NewTask.Idempotency idempotency = wish.idempotency();
            if (idempotency != null) {
                changes.addAll(repeated.take(idempotency, nextUid));
            }
        } catch (ApiException refused) {
            ports.workers().execute(() -> drop(wish.request().payload()));
            throw refused;
        }
        StoredTask task = new StoredTask(
                nextUid++,
                wish.indexUid(),
                null,
                wish.type(),
                TaskStatus.ENQUEUED,
                null,
                wish.details(),
                null,
                ports.clock().instant(),
                null,
                null,
                wish.customMetadata(),
                wish.request().toJson(),
                List.of());
        open.opened(task.uid());
        backlog.opened(wish.request().payloadBytes());
        changes.add(0, new Change.PutTask(task));
        return cluster.write(changes).thenApply(done -> {
            submit(task, wish.request());
            return task;
        });
    }

    /** The task that was made of the same write before; nothing may be said of it before it is durable. */
    private CompletableFuture<StoredTask> repeated(NewTask wish, long uid) {
        return cluster.shown()
                .thenComposeAsync(
                        shown -> {
                            drop(wish.request().payload());
                            return kept.task(uid);
                        },
                        ports.workers())
                .thenApply(found -> found.orElseThrow(TaskService::pruned));
    }

    private static ApiException pruned() {
        String message = "The task made under this Idempotency-Key was deleted.";
        return new ApiException(new ApiError(ErrorCode.IDEMPOTENCY_KEY_REUSED, message));
    }

    private void drop(@Nullable String payload) {
        if (payload != null) {
            payloads.delete(payload);
        }
    }

    /** Takes up the tasks that an earlier process left unfinished. */
    public void resume(Store store) {
        Resumption before = new Resumption();
        store.unfinishedTasks(before);
        if (!before.tasks.isEmpty()) {
            LOG.info("resuming {} unfinished tasks", before.tasks.size());
        }
        ports.loop().execute(() -> before.tasks.forEach(this::resume));
        dropOrphans(before.payloads);
        retention.start();
    }

    private void resume(Resumption.One task) {
        open.opened(task.uid());
        backlog.opened(task.bytes());
        enter(
                task.indexUid(),
                task.newUid(),
                link -> new Waiting.Stored(task.uid(), task.deletes(), task.sent(), link));
    }

    private void submit(StoredTask task, TaskRequest request) {
        String details = task.details();
        boolean light = backlog.tasks() <= MOST_AT_HAND
                && task.request().length() + (details == null ? 0 : details.length()) <= LONGEST_AT_HAND;
        enter(
                String.valueOf(task.indexUid()),
                newUid(request),
                link -> light
                        ? new Waiting.Turn(task, false, false, 0, link)
                        : new Waiting.Stored(task.uid(), request instanceof TaskRequest.DeleteIndex, false, link));
    }

    /** The name that the request gives its index; null: none. */
    static @Nullable String newUid(TaskRequest request) {
        return request instanceof TaskRequest.UpdateIndex update ? update.newUid() : null;
    }

    private void enter(String uid, @Nullable String newUid, Function<Waiting.Link, Waiting> task) {
        if (newUid == null || newUid.equals(uid)) {
            lane(uid).submit(task.apply(Waiting.Link.NONE));
        } else {
            lane(uid).submitRenaming(task, lane(newUid));
        }
    }

    /**
     * Completes when that task has ended, in whichever way: reads that start then see what it did. Fails with {@link
     * ApiException} when there is no such task, or when it has not ended by then.
     */
    public CompletableFuture<Void> ended(long uid, Duration patience) {
        return CompletableFuture.completedFuture(uid).thenComposeAsync(task -> end(task, patience), ports.loop());
    }

    private CompletableFuture<Void> end(long task, Duration patience) {
        if (task >= nextUid) {
            throw new ApiException(ErrorCode.TASK_NOT_FOUND, "Task `" + task + "` not found.");
        }
        CompletableFuture<Void> end = open.end(task);
        if (!end.isDone()) {
            ports.loop().after(patience, () -> {
                open.forget(task, end);
                String message = "Task `" + task + "` has not ended within " + patience.toMillis() + " ms.";
                end.completeExceptionally(new ApiException(ErrorCode.TASK_NOT_FINISHED, message));
            });
        }
        return end;
    }

    /** Completes when every task of that index which was started up to now has ended. Loop thread. */
    public CompletableFuture<Void> fence(String uid) {
        ports.loop().assertHere();
        Lane lane = lanes.get(uid);
        return lane == null ? CompletableFuture.completedFuture(null) : lane.fence();
    }

    /** Begins anew what is under way for that index: there are copies now for which it was not planned. Loop thread. */
    public void anew(String uid) {
        lane(uid).anew();
    }

    /** Starts no task of that index until released. Loop thread. */
    public LaneHold hold(String uid) {
        return lane(uid).hold();
    }

    /** Lets few tasks of that index be under way at a time, until all who wished so have taken it back. Loop thread. */
    public void narrow(IndexId index, Object who, boolean few) {
        if (few) {
            uid(index).ifPresent(uid -> lane(uid).narrow(who, true));
        } else {
            List.copyOf(lanes.values()).forEach(lane -> lane.narrow(who, false));
        }
    }

    /** Whether the node did it for a task that has not ended. Loop thread. */
    public boolean isOfOpen(NodeTask task) {
        ports.loop().assertHere();
        return CallTag.of(task.metadata(), cluster.latest().clusterId())
                .filter(open::anyOf)
                .isPresent();
    }

    /** Whether tasks of that index are under way or wait. Loop thread. */
    public boolean busy(IndexId index) {
        return uid(index).map(lanes::get).map(Lane::busy).orElse(false);
    }

    /** How many lanes there are: of index uids that have tasks, or are held. Loop thread. */
    public int lanes() {
        ports.loop().assertHere();
        return lanes.size();
    }

    private Optional<String> uid(IndexId index) {
        return cluster.latest().indexes().values().stream()
                .filter(e -> e.stored().id().equals(index))
                .map(e -> e.stored().uid())
                .findFirst();
    }

    private Lane lane(String uid) {
        ports.loop().assertHere();
        return lanes.computeIfAbsent(uid, u -> new Lane(context, idle -> lanes.remove(u, idle)));
    }

    private void dropOrphans(Set<String> needed) {
        try (Stream<Path> files = Files.list(payloads.path())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!needed.contains(String.valueOf(file.getFileName()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("orphaned payloads stay in {}", payloads.path(), e);
        }
    }

    /** The moment of now, by the engine's clock. */
    public Instant now() {
        return ports.clock().instant();
    }
}
