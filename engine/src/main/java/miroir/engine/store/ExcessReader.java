package miroir.engine.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what is no longer kept, inside the caller's transaction. Each query looks at no more rows than it gives, or few more. */
final class ExcessReader {
    private static final String TASKS = "SELECT COUNT(*) FROM task";
    private static final String KEYS = "SELECT COUNT(*) FROM idempotency_key";
    private static final String OLD_TASKS = """
            SELECT uid FROM task WHERE finished_at IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM task_part JOIN node ON node.id = task_part.node
                WHERE task_part.task_uid = task.uid AND task_part.node_task_uid > node.max_task_uid)
            ORDER BY uid FETCH FIRST ? ROWS ONLY
            """;
    private static final String OLD_KEYS =
            "SELECT name FROM idempotency_key WHERE taken_at < ? ORDER BY taken_at FETCH FIRST ? ROWS ONLY";
    private static final String OLD_AUDIT = """
            SELECT MAX(id) AS id FROM (SELECT id FROM audit WHERE id <= (SELECT MAX(id) FROM audit) - ?
                ORDER BY id FETCH FIRST ? ROWS ONLY)
            """;
    private static final String OLD_OPERATIONS = """
            SELECT id, finished_at FROM operation ORDER BY started_at DESC, id DESC
            OFFSET ? ROWS FETCH FIRST ? ROWS ONLY
            """;
    private static final String OLD_PLANS = """
            SELECT created_at FROM plan WHERE NOT EXISTS (SELECT 1 FROM operation WHERE operation.plan_id = plan.id)
            ORDER BY created_at DESC OFFSET ? ROWS FETCH FIRST 2 ROWS ONLY
            """;

    private ExcessReader() {}

    /** What {@link Store#excess} answers. */
    static Keep.Excess excess(Connection connection, Keep keep) throws SQLException {
        List<Change> changes = new ArrayList<>();
        // under any other isolation H2 counts by reading all rows; what is old stays so
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        long tasks = count(connection, TASKS) - keep.tasks();
        if (tasks > 0) {
            List<Long> old =
                    StateReader.rows(connection, OLD_TASKS, row -> row.getLong("uid"), Math.min(tasks, Keep.AT_ONCE));
            if (!old.isEmpty()) {
                changes.add(new Change.DropTasks(old));
            }
        }
        List<String> keys = StateReader.rows(
                connection, OLD_KEYS, row -> SqlValues.string(row, "name"), keep.keysFrom(), Keep.AT_ONCE);
        if (!keys.isEmpty()) {
            changes.add(new Change.DropIdempotencyKeys(keys));
        }
        StateReader.rows(connection, OLD_AUDIT, ExcessReader::id, keep.auditRows(), Keep.AT_ONCE)
                .forEach(last -> last.ifPresent(id -> changes.add(new Change.DropAudit(id))));
        List<String> operations =
                StateReader.rows(connection, OLD_OPERATIONS, ExcessReader::ended, keep.operations(), Keep.AT_ONCE)
                        .stream()
                        .filter(id -> !id.isEmpty())
                        .toList();
        if (!operations.isEmpty()) {
            changes.add(new Change.DropOperations(operations));
        }
        List<Instant> plans =
                StateReader.rows(connection, OLD_PLANS, row -> SqlValues.instant(row, "created_at"), keep.plans() - 1);
        if (plans.size() > 1) {
            changes.add(new Change.DropPlans(plans.get(0)));
        }
        return new Keep.Excess(changes, count(connection, KEYS));
    }

    private static long count(Connection connection, String sql) throws SQLException {
        return StateReader.rows(connection, sql, row -> row.getLong(1)).get(0);
    }

    private static Optional<Long> id(ResultSet row) throws SQLException {
        return Optional.ofNullable(SqlValues.nullableLong(row, "id"));
    }

    /** Its id; empty when it has not ended. */
    private static String ended(ResultSet row) throws SQLException {
        return SqlValues.nullableInstant(row, "finished_at") == null ? "" : SqlValues.string(row, "id");
    }
}
