package miroir.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;

/** Reads tasks with their parts, inside the caller's transaction. */
final class TaskReader {
    private static final String ONE = "SELECT * FROM task WHERE uid = ?";
    private static final String COUNT_UNFINISHED = "SELECT COUNT(*) FROM task WHERE status = ANY(?)";
    private static final Object UNFINISHED_STATUSES = Arrays.stream(TaskStatus.values())
            .filter(status -> !status.isFinal())
            .map(TaskStatus::wire)
            .toArray();
    private static final String SOME = "SELECT * FROM task WHERE uid = ANY(?) ORDER BY uid";
    private static final String PARTS = "SELECT * FROM task_part WHERE task_uid = ANY(?) ORDER BY task_uid, node, rank";

    private static final String RECENT_PARTS = """
            SELECT task_part.* FROM node
            JOIN task_part ON task_part.node = node.id AND task_part.node_task_uid > node.max_task_uid
            JOIN task ON task.uid = task_part.task_uid
            WHERE task.finished_at IS NOT NULL
            """;
    private static final String IDEMPOTENCY_KEY = "SELECT * FROM idempotency_key WHERE name = ?";

    private TaskReader() {}

    /** What {@link Store#idempotencyKey} answers. */
    static Optional<IdempotencyKey> idempotencyKey(Connection connection, String name) throws SQLException {
        return StateReader.rows(
                        connection,
                        IDEMPOTENCY_KEY,
                        row -> new IdempotencyKey(
                                SqlValues.string(row, "name"),
                                SqlValues.string(row, "fingerprint"),
                                row.getLong("task_uid"),
                                SqlValues.instant(row, "taken_at")),
                        name)
                .stream()
                .findFirst();
    }

    /** What {@link Store#recentParts} answers. */
    static List<TaskPart> recentParts(Connection connection) throws SQLException {
        return StateReader.rows(connection, RECENT_PARTS, TaskReader::part);
    }

    /** What {@link Store#task} answers. */
    static Optional<StoredTask> task(Connection connection, long uid) throws SQLException {
        return withParts(connection, StateReader.rows(connection, ONE, TaskReader::task, uid)).stream()
                .findFirst();
    }

    /** What {@link Store#tasks(List, long)} answers: long texts are read row by row. */
    static List<StoredTask> tasks(Connection connection, List<Long> uids, long characters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SOME)) {
            SqlValues.bind(statement, (Object) uids.toArray());
            try (ResultSet row = statement.executeQuery()) {
                List<StoredTask> read = new ArrayList<>();
                long left = characters;
                while (left > 0 && row.next()) {
                    StoredTask task = task(row);
                    read.add(task);
                    left -= task.request().length()
                            + (task.details() == null ? 0 : task.details().length());
                }
                return read;
            }
        }
    }

    /** How many {@link Store#unfinishedTasks} would be. */
    static long countUnfinished(Connection connection) throws SQLException {
        return StateReader.rows(connection, COUNT_UNFINISHED, row -> row.getLong(1), UNFINISHED_STATUSES)
                .get(0);
    }

    /** The tasks with the parts that belong to them. */
    static List<StoredTask> withParts(Connection connection, List<StoredTask> tasks) throws SQLException {
        if (tasks.isEmpty()) {
            return tasks;
        }
        Object uids = tasks.stream().map(StoredTask::uid).toArray();
        Map<Long, List<TaskPart>> parts = new HashMap<>();
        for (TaskPart part : StateReader.rows(connection, PARTS, TaskReader::part, uids)) {
            parts.computeIfAbsent(part.taskUid(), uid -> new ArrayList<>()).add(part);
        }
        return tasks.stream()
                .map(task -> task.withParts(parts.getOrDefault(task.uid(), List.of())))
                .toList();
    }

    static StoredTask task(ResultSet row) throws SQLException {
        Long indexId = SqlValues.nullableLong(row, "index_id");
        return new StoredTask(
                row.getLong("uid"),
                row.getString("index_uid"),
                indexId == null ? null : new IndexId(indexId),
                SqlValues.word(row, "type", TaskType.class),
                SqlValues.word(row, "status", TaskStatus.class),
                SqlValues.nullableLong(row, "canceled_by"),
                SqlValues.nullableText(row, "details"),
                SqlValues.nullableText(row, "error"),
                SqlValues.instant(row, "enqueued_at"),
                SqlValues.nullableInstant(row, "started_at"),
                SqlValues.nullableInstant(row, "finished_at"),
                SqlValues.nullableText(row, "custom_metadata"),
                SqlValues.text(row, "request"),
                List.of());
    }

    private static TaskPart part(ResultSet row) throws SQLException {
        return new TaskPart(
                row.getLong("task_uid"),
                new NodeId(SqlValues.string(row, "node")),
                row.getInt("rank"),
                row.getLong("node_task_uid"),
                row.getInt("attempt"),
                SqlValues.word(row, "status", PartStatus.class),
                SqlValues.nullableText(row, "error"));
    }
}
