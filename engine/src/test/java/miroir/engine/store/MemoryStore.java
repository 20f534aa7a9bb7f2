package miroir.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.task.TaskStatus;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A store in maps, for tests of what stands on a store. Writes take effect at once; their futures complete on the given
 * executor. It can be told to fail a write.
 */
public final class MemoryStore implements Store {
    private static final Comparator<StoredOperation> OLDEST_FIRST =
            Comparator.comparing(StoredOperation::startedAt).thenComparing(StoredOperation::id);

    private record CopyKey(IndexId index, int shard, NodeId node) {}

    private record VolumeKey(IndexId index, NodeId node, int rank) {}

    private final Executor completions;
    private final TreeMap<String, String> meta = new TreeMap<>();
    private final TreeMap<NodeId, StoredNode> nodes = new TreeMap<>();
    private final TreeMap<IndexId, StoredIndex> indexes = new TreeMap<>();
    private final Map<CopyKey, Copy> copies = new LinkedHashMap<>();
    private final Map<VolumeKey, StoredVolume> volumes = new LinkedHashMap<>();
    private final TreeMap<Long, StoredTask> tasks = new TreeMap<>();
    private final TreeMap<String, StoredPlan> plans = new TreeMap<>();
    private final TreeMap<String, IdempotencyKey> keys = new TreeMap<>();
    private final TreeMap<String, StoredOperation> operations = new TreeMap<>();
    private final Map<String, TreeMap<Integer, StoredMove>> moves = new LinkedHashMap<>();
    private final List<AuditRow> audit = new ArrayList<>();
    /** How many older ones there were. */
    private int auditDropped;

    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final TreeSet<Long> unfinished = new TreeSet<>();
    private long nextTaskUid;
    private @Nullable String failure;
    private boolean closed;

    public MemoryStore(Executor completions) {
        this.completions = completions;
    }

    /** A store whose futures are complete when {@link #write} returns. */
    public static MemoryStore immediate() {
        return new MemoryStore(Runnable::run);
    }

    /** A store of its own with what this one holds now. */
    public synchronized MemoryStore copy() {
        MemoryStore copy = new MemoryStore(completions);
        copy.become(this);
        return copy;
    }

    /** Holds what the other one holds, and nothing else: it was put back. */
    public synchronized void become(MemoryStore other) {
        replace(meta, other.meta);
        replace(nodes, other.nodes);
        replace(indexes, other.indexes);
        replace(copies, other.copies);
        replace(volumes, other.volumes);
        replace(tasks, other.tasks);
        replace(plans, other.plans);
        replace(keys, other.keys);
        replace(operations, other.operations);
        moves.clear();
        other.moves.forEach((operation, its) -> moves.put(operation, new TreeMap<>(its)));
        audit.clear();
        audit.addAll(other.audit);
        undo.clear();
        unfinished.clear();
        unfinished.addAll(other.unfinished);
        nextTaskUid = other.nextTaskUid;
    }

    private static <K, V> void replace(Map<K, V> mine, Map<K, V> others) {
        mine.clear();
        mine.putAll(others);
    }

    /** Makes the next write fail with this message. */
    public synchronized void failNextWrite(String message) {
        failure = message;
    }

    @Override
    public synchronized CompletableFuture<Void> write(List<Change> changes) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            undo.clear();
            refuse();
            changes.forEach(this::apply);
            checkUniqueUids();
            count(changes);
            completions.execute(() -> done.complete(null));
        } catch (StoreException e) {
            takeBack();
            completions.execute(() -> done.completeExceptionally(e));
        }
        return done;
    }

    /** Undoes the last write: the machine stopped before it was on the disk. */
    public synchronized void lose() {
        takeBack();
        unfinished.clear();
        tasks.values().stream().filter(MemoryStore::isOpen).forEach(task -> unfinished.add(task.uid()));
    }

    private void takeBack() {
        undo.forEach(Runnable::run);
        undo.clear();
    }

    private static boolean isOpen(StoredTask task) {
        return !task.status().isFinal();
    }

    /** Keeps the unfinished tasks at hand: simulations ask for them after every step. */
    private void count(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.PutTask put) {
                if (isOpen(put.task())) {
                    unfinished.add(put.task().uid());
                } else {
                    unfinished.remove(put.task().uid());
                }
            } else if (change instanceof Change.DropTasks drop) {
                unfinished.removeAll(drop.uids());
            }
        }
    }

    /** Whether all tasks have ended. */
    public synchronized boolean idle() {
        return unfinished.isEmpty();
    }

    /** How many tasks are stored. */
    public synchronized int taskCount() {
        return tasks.size();
    }

    private void refuse() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        String message = failure;
        failure = null;
        if (message != null) {
            throw new StoreException(message);
        }
    }

    private void apply(Change change) {
        if (change instanceof Change.PutMeta put) {
            put(meta, put.key(), put.value());
        } else if (change instanceof Change.PutNode put) {
            put(nodes, put.node().node().id(), put.node());
        } else if (change instanceof Change.PutIndex put) {
            put(indexes, put.index().id(), put.index());
        } else if (change instanceof Change.DropIndex drop) {
            put(indexes, drop.id(), null);
            keys(copies, key -> key.index().equals(drop.id())).forEach(key -> put(copies, key, null));
            keys(volumes, key -> key.index().equals(drop.id())).forEach(key -> put(volumes, key, null));
        } else if (change instanceof Change.PutCopies put) {
            setEpoch(put.index(), put.epoch());
            put.copies().forEach(copy -> put(copies, new CopyKey(put.index(), copy.shard(), copy.node()), copy));
        } else if (change instanceof Change.DropCopies drop) {
            setEpoch(drop.index(), drop.epoch());
            drop.copies().forEach(copy -> put(copies, new CopyKey(drop.index(), copy.shard(), copy.node()), null));
        } else if (change instanceof Change.PutVolumes put) {
            put.volumes()
                    .forEach(volume -> put(volumes, new VolumeKey(put.index(), volume.node(), volume.rank()), volume));
        } else if (change instanceof Change.DropVolumes drop) {
            drop.volumes()
                    .forEach(volume -> put(volumes, new VolumeKey(drop.index(), volume.node(), volume.rank()), null));
        } else if (change instanceof Change.Audit row) {
            audit.add(row.row());
            undo.push(() -> audit.remove(audit.size() - 1));
        } else if (change instanceof Change.DropAudit drop) {
            List<AuditRow> gone = audit.subList(0, (int) (drop.last() - auditDropped));
            List<AuditRow> before = List.copyOf(gone);
            gone.clear();
            auditDropped += before.size();
            undo.push(() -> {
                audit.addAll(0, before);
                auditDropped -= before.size();
            });
        } else {
            applyToWork(change);
        }
    }

    private void applyToWork(Change change) {
        if (change instanceof Change.PutTask put) {
            putTask(put.task());
        } else if (change instanceof Change.PutPart put) {
            putPart(put.part());
        } else if (change instanceof Change.DropTasks drop) {
            drop.uids().forEach(uid -> put(tasks, uid, null));
        } else if (change instanceof Change.SkipTasks skip) {
            long before = nextTaskUid;
            undo.push(() -> nextTaskUid = before);
            nextTaskUid = Math.max(nextTaskUid, skip.next());
        } else if (change instanceof Change.PutIdempotencyKey put) {
            put(keys, put.key().name(), put.key());
        } else if (change instanceof Change.DropIdempotencyKeys drop) {
            drop.names().forEach(name -> put(keys, name, null));
        } else if (change instanceof Change.PutPlan put) {
            put(plans, put.plan().id(), put.plan());
        } else if (change instanceof Change.DropPlans drop) {
            List.copyOf(plans.values()).stream()
                    .filter(plan -> isOld(plan, drop.before()))
                    .forEach(plan -> put(plans, plan.id(), null));
        } else if (change instanceof Change.PutOperation put) {
            put(operations, put.operation().id(), put.operation());
        } else if (change instanceof Change.DropOperations drop) {
            drop.ids().forEach(id -> {
                put(operations, id, null);
                put(moves, id, null);
            });
        } else if (change instanceof Change.PutMoves put) {
            put.moves().forEach(this::putMove);
        }
    }

    private boolean isOld(StoredPlan plan, Instant before) {
        return plan.createdAt().isBefore(before)
                && operations.values().stream().noneMatch(operation -> plan.id().equals(operation.planId()));
    }

    private void putMove(StoredMove move) {
        if (!operations.containsKey(move.operationId())) {
            throw new StoreException("no operation " + move.operationId());
        }
        put(moves.computeIfAbsent(move.operationId(), id -> new TreeMap<>()), move.number(), move);
    }

    private void setEpoch(IndexId id, long epoch) {
        StoredIndex index = indexes.get(id);
        if (index == null) {
            throw new StoreException("the catalogue has no index of id " + id);
        }
        put(indexes, id, index.withEpoch(epoch));
    }

    private void putTask(StoredTask task) {
        StoredTask known = tasks.get(task.uid());
        put(tasks, task.uid(), task.withParts(known == null ? List.of() : known.parts()));
        long before = nextTaskUid;
        undo.push(() -> nextTaskUid = before);
        nextTaskUid = Math.max(nextTaskUid, task.uid() + 1);
    }

    private void putPart(TaskPart part) {
        StoredTask task = tasks.get(part.taskUid());
        if (task == null) {
            throw new StoreException("no task " + part.taskUid());
        }
        Stream<TaskPart> others =
                task.parts().stream().filter(other -> !other.node().equals(part.node()) || other.rank() != part.rank());
        put(
                tasks,
                task.uid(),
                task.withParts(Stream.concat(others, Stream.of(part))
                        .sorted(Comparator.comparing(TaskPart::node).thenComparingInt(TaskPart::rank))
                        .toList()));
    }

    private void checkUniqueUids() {
        Set<String> uids = new HashSet<>();
        for (StoredIndex index : indexes.values()) {
            if (!uids.add(index.uid())) {
                throw new StoreException("the catalogue already has an index " + index.uid());
            }
        }
    }

    /** Puts, or removes when the value is null, and remembers how to take it back. */
    private <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        V before = value == null ? map.remove(key) : map.put(key, value);
        undo.push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    private static <K> List<K> keys(Map<K, ?> map, Predicate<K> which) {
        return map.keySet().stream().filter(which).toList();
    }

    @Override
    public synchronized StoredState load() {
        Map<IndexId, List<Copy>> byIndex = new TreeMap<>();
        indexes.keySet().forEach(id -> byIndex.put(id, copiesOf(id)));
        Map<IndexId, List<StoredVolume>> named = new TreeMap<>();
        volumes.forEach((key, volume) ->
                named.computeIfAbsent(key.index(), id -> new ArrayList<>()).add(volume));
        return new StoredState(
                new TreeMap<>(meta),
                List.copyOf(nodes.values()),
                List.copyOf(indexes.values()),
                byIndex,
                named,
                nextTaskUid);
    }

    private List<Copy> copiesOf(IndexId id) {
        return keys(copies, key -> key.index().equals(id)).stream()
                .map(copies::get)
                .sorted(Comparator.comparingInt(Copy::shard)
                        .thenComparing(Copy::group)
                        .thenComparingInt(Copy::rank)
                        .thenComparing(Copy::node))
                .toList();
    }

    @Override
    public synchronized Optional<StoredTask> task(long uid) {
        return Optional.ofNullable(tasks.get(uid));
    }

    @Override
    public synchronized StoredTaskPage tasks(TaskFilter filter) {
        Collection<StoredTask> ordered =
                filter.reverse() ? tasks.values() : tasks.descendingMap().values();
        List<StoredTask> matching =
                ordered.stream().filter(TaskMatch.of(filter)).toList();
        Long from = filter.from();
        List<StoredTask> rest = matching.stream()
                .filter(task -> from == null || (filter.reverse() ? task.uid() >= from : task.uid() <= from))
                .toList();
        Long next = rest.size() > filter.limit() ? rest.get(filter.limit()).uid() : null;
        List<StoredTask> page = rest.stream().limit(filter.limit()).toList();
        return new StoredTaskPage(page, matching.size(), next);
    }

    /** All tasks that have not ended, oldest first. */
    public synchronized List<StoredTask> unfinishedTasks() {
        return unfinished.stream().map(tasks::get).toList();
    }

    @Override
    public void unfinishedTasks(Consumer<UnfinishedTask> to) {
        unfinishedTasks()
                .forEach(task -> to.accept(new UnfinishedTask(
                        task.uid(), task.indexUid(), task.status() != TaskStatus.ENQUEUED, task.request())));
    }

    @Override
    public synchronized List<StoredTask> tasks(List<Long> uids, long characters) {
        return uids.stream()
                .sorted()
                .map(tasks::get)
                .filter(Objects::nonNull)
                .map(task -> task.withParts(List.of()))
                .toList();
    }

    @Override
    public synchronized Keep.Excess excess(Keep keep) {
        List<Change> changes = new ArrayList<>();
        List<Long> settled = tasks.values().stream()
                .filter(task -> task.finishedAt() != null
                        && recentParts().stream().noneMatch(part -> part.taskUid() == task.uid()))
                .map(StoredTask::uid)
                .limit(Math.max(0, tasks.size() - keep.tasks()))
                .toList();
        List<String> old = keys.values().stream()
                .filter(key -> key.takenAt().isBefore(keep.keysFrom()))
                .map(IdempotencyKey::name)
                .toList();
        List<String> ended = operations(keep.operations(), Integer.MAX_VALUE).stream()
                .filter(operation -> operation.finishedAt() != null)
                .map(StoredOperation::id)
                .toList();
        List<StoredPlan> looked = plans.values().stream()
                .filter(plan -> operationOf(plan) == null)
                .sorted(Comparator.comparing(StoredPlan::createdAt).reversed())
                .toList();
        if (!settled.isEmpty()) {
            changes.add(new Change.DropTasks(settled));
        }
        if (!old.isEmpty()) {
            changes.add(new Change.DropIdempotencyKeys(old));
        }
        if (audit.size() + auditDropped - keep.auditRows() > auditDropped) {
            changes.add(new Change.DropAudit(audit.size() + auditDropped - keep.auditRows()));
        }
        if (!ended.isEmpty()) {
            changes.add(new Change.DropOperations(ended));
        }
        if (looked.size() > keep.plans()) {
            changes.add(new Change.DropPlans(looked.get(keep.plans() - 1).createdAt()));
        }
        return new Keep.Excess(changes, keys.size());
    }

    @Override
    public synchronized List<TaskPart> recentParts() {
        return tasks.values().stream()
                .filter(task -> task.finishedAt() != null)
                .flatMap(task -> task.parts().stream())
                .filter(part -> nodes.containsKey(part.node())
                        && part.nodeTaskUid() > nodes.get(part.node()).taskUid())
                .toList();
    }

    @Override
    public synchronized Optional<StoredPlan> plan(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    @Override
    public synchronized List<ListedPlan> plans(int limit) {
        return plans.values().stream()
                .sorted(Comparator.comparing(StoredPlan::createdAt)
                        .thenComparing(StoredPlan::id)
                        .reversed())
                .limit(limit)
                .map(plan -> new ListedPlan(plan, operationOf(plan)))
                .toList();
    }

    private @Nullable String operationOf(StoredPlan plan) {
        return operations.values().stream()
                .filter(operation -> plan.id().equals(operation.planId()))
                .max(OLDEST_FIRST)
                .map(StoredOperation::id)
                .orElse(null);
    }

    @Override
    public synchronized Optional<StoredOperation> operation(String id) {
        return Optional.ofNullable(operations.get(id));
    }

    @Override
    public synchronized List<StoredOperation> operations(int offset, int limit) {
        return operations.values().stream()
                .sorted(OLDEST_FIRST.reversed())
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<StoredOperation> openOperations() {
        return operations.values().stream()
                .filter(operation -> operation.status().isOpen())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public synchronized List<StoredMove> moves(String operationId) {
        return List.copyOf(moves.getOrDefault(operationId, new TreeMap<>()).values());
    }

    @Override
    public synchronized Optional<IdempotencyKey> idempotencyKey(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    @Override
    public synchronized List<AuditRow> audit(int offset, int limit) {
        List<AuditRow> newestFirst = new ArrayList<>(audit);
        Collections.reverse(newestFirst);
        return newestFirst.stream().skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized StoredCopy copyTo(Path folder) {
        refuse();
        try {
            Path file = Files.writeString(folder.resolve("miroir.mv.db"), meta.toString());
            String cluster = meta.getOrDefault(Meta.CLUSTER_ID, "");
            return new StoredCopy(file, "000", cluster, 1, nextTaskUid, unfinished.size());
        } catch (IOException e) {
            throw new StoreException("cannot be copied", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
