package miroir.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import miroir.core.task.TaskStatus;
import miroir.core.topology.IndexId;
import miroir.engine.dialect.NodeErrors;
import miroir.engine.error.ApiError;
import miroir.engine.payload.PayloadFolder;
import miroir.engine.settings.ClientSettings;
import miroir.engine.settings.IndexSettings;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredTask;
import miroir.engine.write.TaskRequest;
import miroir.engine.write.Work;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what happens to tasks, and what a task's end does to the catalogue. Loop thread. */
final class TaskLedger {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLedger.class);

    private final Ports ports;
    private final Cluster cluster;
    private final PayloadFolder payloads;
    private final OpenTasks open;
    private final Backlog backlog;

    TaskLedger(Ports ports, Cluster cluster, PayloadFolder payloads, OpenTasks open, Backlog backlog) {
        this.ports = ports;
        this.cluster = cluster;
        this.payloads = payloads;
        this.open = open;
        this.backlog = backlog;
    }

    /**
     * Tasks that have been marked as processing.
     *
     * @param durable completes when that survives a kill
     */
    record Started(List<StoredTask> tasks, CompletableFuture<Void> durable) {}

    /** Marks tasks as processing. Those that a restart finds enqueued were sent to nobody. */
    Started started(List<StoredTask> tasks) {
        Instant now = ports.clock().instant();
        List<StoredTask> started = tasks.stream()
                .map(task -> with(task, TaskStatus.PROCESSING, task.details(), null, now, null))
                .toList();
        List<Change> changes = started.stream().<Change>map(Change.PutTask::new).toList();
        CompletableFuture<Void> durable = cluster.write(changes);
        return new Started(
                started,
                ports.protocol().keeps(Safeguard.STARTED_FIRST) ? durable : CompletableFuture.completedFuture(null));
    }

    /** Writes down which node tasks the task consists of. */
    void dispatched(RunningTask task) {
        if (!task.planned.isEmpty()) {
            cluster.write(parts(task)).exceptionally(TaskLedger::logged);
        }
    }

    /** Ends the task, or all that were sent together at once; completes when that is durable and visible. */
    CompletableFuture<Void> concluded(RunningTask run, Outcome outcome) {
        Instant now = ports.clock().instant();
        List<Change> changes = new ArrayList<>(parts(run));
        IndexSettings settings = settings(run);
        boolean succeeded = false;
        for (RunningTask.Member member : run.members) {
            JsonNode error = error(member, outcome, settings);
            succeeded |= error == null;
            changes.add(new Change.PutTask(with(
                    member.task(),
                    error == null ? TaskStatus.SUCCEEDED : TaskStatus.FAILED,
                    details(run, member, error == null),
                    error == null ? null : error.toString(),
                    member.task().startedAt(),
                    now)));
        }
        UnaryOperator<ClusterState> effect = effect(run, succeeded, now, changes);
        return cluster.change(effect, changes)
                .thenRun(() -> run.members.forEach(member -> {
                    open.ended(member.task().uid());
                    over(TaskRequest.fromJson(member.task().request()));
                }));
    }

    private UnaryOperator<ClusterState> effect(RunningTask run, boolean succeeded, Instant now, List<Change> changes) {
        String uid = String.valueOf(run.task.indexUid());
        IndexEntry entry = cluster.latest().indexes().get(uid);
        if (entry == null) {
            return UnaryOperator.identity();
        }
        if (run.work.effect() instanceof Work.Effect.Drop && succeeded) {
            changes.add(new Change.DropIndex(entry.stored().id()));
            changes.add(new Change.Audit(AuditRow.of(now, "client", "delete index", uid, "task " + run.task.uid())));
            return state -> state.withoutIndex(uid);
        }
        UnaryOperator<IndexEntry> update = updated(run, succeeded, now);
        if (entry.phase() == IndexEntry.Phase.CREATING && entry.phaseTask() == run.task.uid()) {
            changes.add(new Change.PutMeta(Meta.creating(entry.stored().id()), ""));
            changes.add(created(entry.stored(), run.task.uid(), now));
        }
        changes.add(new Change.PutIndex(update.apply(entry).stored()));
        IndexId id = entry.stored().id();
        return state -> state.indexes().values().stream()
                .filter(e -> e.stored().id().equals(id))
                .findFirst()
                .map(e -> state.withIndex(update.apply(e)))
                .orElse(state);
    }

    private static Change created(StoredIndex index, long task, Instant now) {
        String shape = index.shards() + " shards, " + index.replicationFactor() + " per group, task " + task;
        return new Change.Audit(AuditRow.of(now, "client", "create index", index.uid(), shape));
    }

    /** What the task's end does to its index; the phase of a later task is left alone. */
    private static UnaryOperator<IndexEntry> updated(RunningTask run, boolean succeeded, Instant now) {
        return entry -> {
            IndexEntry next = entry.phaseTask() == run.task.uid() ? entry.in(IndexEntry.Phase.READY, -1) : entry;
            if (!(run.work.effect() instanceof Work.Effect.Change change)) {
                return next;
            }
            StoredIndex stored = next.stored();
            return succeeded
                    ? next.with(change.index().apply(stored).touched(now))
                    : run.isHalfDone() ? next.with(change.halfDone().apply(stored)) : next;
        };
    }

    private IndexSettings settings(RunningTask run) {
        IndexEntry entry = cluster.latest().indexes().get(String.valueOf(run.task.indexUid()));
        return entry == null ? IndexSettings.of(ClientSettings.NONE) : entry.settings();
    }

    private static @Nullable JsonNode error(RunningTask.Member member, Outcome outcome, IndexSettings settings) {
        ApiError failure = member.work().failure();
        if (failure != null) {
            return read(new String(failure.json(), StandardCharsets.UTF_8));
        }
        JsonNode error = outcome.error();
        return error == null
                ? null
                : NodeErrors.forClient(error, String.valueOf(member.task().indexUid()), settings);
    }

    private static @Nullable String details(RunningTask run, RunningTask.Member member, boolean succeeded) {
        String stored = member.task().details();
        if (stored == null) {
            return null;
        }
        ObjectNode details = (ObjectNode) read(stored);
        if (member.work().counts() instanceof Work.Counts.Indexed indexed) {
            details.put("indexedDocuments", succeeded ? indexed.documents() : 0);
        } else if (details.has("indexedDocuments")) {
            details.put("indexedDocuments", 0);
        }
        if (details.has("deletedDocuments")) {
            details.put("deletedDocuments", succeeded ? deleted(run) : 0);
        }
        return details.toString();
    }

    /** Adds up over parts that cover no shard twice, lowest ranks first: with all copies in sync that is exact. */
    private static long deleted(RunningTask run) {
        Set<Integer> counted = new HashSet<>();
        long sum = 0;
        List<PartRun> parts = run.planned.stream()
                .filter(p -> p.state == PartRun.State.SUCCEEDED)
                .sorted(Comparator.comparingInt((PartRun p) -> p.part.volume().rank()))
                .toList();
        for (PartRun part : parts) {
            JsonNode details = part.details();
            if (details != null && part.part.shards().stream().noneMatch(counted::contains)) {
                counted.addAll(part.part.shards());
                sum += details.path("deletedDocuments").asLong();
            }
        }
        return sum;
    }

    private static List<Change> parts(RunningTask run) {
        List<Change> changes = new ArrayList<>();
        for (PartRun part : run.planned) {
            run.members.stream()
                    .filter(member -> member.sends(part.part.volume()))
                    .forEach(member -> changes.add(
                            new Change.PutPart(part.stored(member.task().uid()))));
        }
        return changes;
    }

    /** Nothing of the request is needed any more. */
    private void over(TaskRequest request) {
        backlog.ended(request.payloadBytes());
        String payload = request.payload();
        if (payload != null) {
            payloads.delete(payload);
        }
    }

    private static StoredTask with(
            StoredTask task,
            TaskStatus status,
            @Nullable String details,
            @Nullable String error,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {
        return new StoredTask(
                task.uid(),
                task.indexUid(),
                task.indexId(),
                task.type(),
                status,
                task.canceledBy(),
                details,
                error,
                task.enqueuedAt(),
                startedAt,
                finishedAt,
                task.customMetadata(),
                task.request(),
                List.of());
    }

    private static JsonNode read(String json) {
        try {
            return TaskRequest.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Void logged(Throwable failure) {
        LOG.debug("the task log was not written", failure);
        return null;
    }
}
