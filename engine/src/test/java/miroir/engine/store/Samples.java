package miroir.engine.store;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.PlacementStrategy;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Things to store. */
final class Samples {
    /** With nanoseconds, so that a lost digit shows. */
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private static final List<TaskType> TYPES =
            List.of(TaskType.DOCUMENT_ADDITION_OR_UPDATE, TaskType.DOCUMENT_DELETION, TaskType.INDEX_SWAP);
    private static final List<TaskStatus> STATUSES = List.of(TaskStatus.values());

    private Samples() {}

    static StoredNode node(String id) {
        Node node = new Node(new NodeId(id), new GroupId(1), URI.create("http://" + id + ":7700"), Lifecycle.ACTIVE);
        return new StoredNode(node, "key of " + id, null, -1);
    }

    static StoredIndex index(long id, String uid) {
        return new StoredIndex(
                new IndexId(id),
                uid,
                "m" + id,
                "id",
                3,
                2,
                PlacementStrategy.BALANCED,
                "{\"stopWords\":[\"é\"]}",
                4,
                7,
                NOW,
                NOW.plusNanos(1));
    }

    static Copy copy(int shard, String node, CopyState state) {
        return new Copy(shard, new NodeId(node), new GroupId(0), 0, state, NOW, "because");
    }

    static StoredTask task(long uid, TaskStatus status) {
        return new StoredTask(
                uid,
                "books",
                new IndexId(1),
                TaskType.DOCUMENT_ADDITION_OR_UPDATE,
                status,
                null,
                "{\"receivedDocuments\":1}",
                null,
                NOW.plusNanos(uid),
                null,
                null,
                null,
                "{}",
                List.of());
    }

    static TaskPart part(long uid, String node, PartStatus status) {
        return new TaskPart(uid, new NodeId(node), 0, -1, 1, status, null);
    }

    static StoredPlan plan(String id, Instant createdAt) {
        return new StoredPlan(id, createdAt, 12, "{\"id\":\"" + id + "\"}");
    }

    static StoredOperation operation(String id, OperationStatus status) {
        return new StoredOperation(id, null, OperationKind.RESYNC, status, "Re-sync node-é", NOW, null, "{}");
    }

    static StoredMove move(String operation, int number, MovePhase phase) {
        NodeId source = number % 2 == 0 ? null : new NodeId("a");
        String error = number % 3 == 0 ? "node b does not answer" : null;
        return new StoredMove(
                operation,
                number,
                new IndexId(1),
                "books",
                number % 64,
                source,
                new NodeId("b"),
                1,
                phase,
                1000L + number,
                1L << 40,
                500,
                7,
                2,
                error);
    }

    /** A task with every field drawn, absent ones included. */
    static StoredTask randomTask(long uid, Random random) {
        return new StoredTask(
                uid,
                maybe(random, "index-" + random.nextInt(3)),
                maybe(random, new IndexId(random.nextInt(3))),
                TYPES.get(random.nextInt(TYPES.size())),
                STATUSES.get(random.nextInt(STATUSES.size())),
                maybe(random, (long) random.nextInt(5)),
                maybe(random, "{\"n\":" + random.nextInt(9) + "}"),
                maybe(random, "{\"code\":\"internal\"}"),
                randomTime(random),
                maybe(random, randomTime(random)),
                maybe(random, randomTime(random)),
                maybe(random, "meta"),
                "{}",
                List.of());
    }

    /** A filter with every field drawn, most of them absent. */
    static TaskFilter randomFilter(long tasks, Random random) {
        return new TaskFilter(
                random.nextInt(12),
                maybe(random, random.nextLong(tasks + 2)),
                random.nextBoolean(),
                rarely(random, List.of(random.nextLong(tasks), random.nextLong(tasks), random.nextLong(tasks))),
                rarely(random, List.of((long) random.nextInt(5), (long) random.nextInt(5))),
                rarely(random, some(TYPES, random)),
                rarely(random, some(STATUSES, random)),
                rarely(random, some(List.of("index-0", "index-1", "nowhere"), random)),
                rarely(random, randomTime(random)),
                rarely(random, randomTime(random)),
                rarely(random, randomTime(random)),
                rarely(random, randomTime(random)),
                rarely(random, randomTime(random)),
                rarely(random, randomTime(random)));
    }

    private static Instant randomTime(Random random) {
        // Few values, so that filters hit the bounds exactly.
        return NOW.plusNanos(random.nextInt(20));
    }

    private static <T> List<T> some(List<T> all, Random random) {
        List<T> chosen = new ArrayList<>(all);
        chosen.removeIf(value -> random.nextBoolean());
        return chosen;
    }

    private static <T> @Nullable T maybe(Random random, T value) {
        return random.nextBoolean() ? value : null;
    }

    private static <T> @Nullable T rarely(Random random, T value) {
        return random.nextInt(5) == 0 ? value : null;
    }
}
