package miroir.engine.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;

/** Reads plans, operations and moves, inside the caller's transaction. */
final class OperationReader {
    private static final String PLAN = "SELECT * FROM plan WHERE id = ?";
    private static final String PLANS = """
            SELECT plan.*, (SELECT operation.id FROM operation WHERE operation.plan_id = plan.id
                ORDER BY operation.started_at DESC, operation.id DESC FETCH FIRST ROW ONLY) AS operation_id
            FROM plan ORDER BY created_at DESC, id DESC FETCH NEXT ? ROWS ONLY
            """;
    private static final String ONE = "SELECT * FROM operation WHERE id = ?";
    private static final String NEWEST =
            "SELECT * FROM operation ORDER BY started_at DESC, id DESC OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
    private static final String OPEN = "SELECT * FROM operation WHERE status = ANY(?) ORDER BY started_at, id";
    private static final Object OPEN_STATUSES = Arrays.stream(OperationStatus.values())
            .filter(OperationStatus::isOpen)
            .map(OperationStatus::wire)
            .toArray();
    private static final String MOVES = "SELECT * FROM move WHERE operation_id = ? ORDER BY number";

    private OperationReader() {}

    /** What {@link Store#plan} answers. */
    static Optional<StoredPlan> plan(Connection connection, String id) throws SQLException {
        return StateReader.rows(connection, PLAN, OperationReader::plan, id).stream()
                .findFirst();
    }

    /** What {@link Store#plans} answers. */
    static List<ListedPlan> plans(Connection connection, int limit) throws SQLException {
        return StateReader.rows(
                connection, PLANS, row -> new ListedPlan(plan(row), row.getString("operation_id")), limit);
    }

    /** What {@link Store#operation} answers. */
    static Optional<StoredOperation> operation(Connection connection, String id) throws SQLException {
        return StateReader.rows(connection, ONE, OperationReader::operation, id).stream()
                .findFirst();
    }

    /** What {@link Store#operations} answers. */
    static List<StoredOperation> newest(Connection connection, int offset, int limit) throws SQLException {
        return StateReader.rows(connection, NEWEST, OperationReader::operation, offset, limit);
    }

    /** What {@link Store#openOperations} answers. */
    static List<StoredOperation> open(Connection connection) throws SQLException {
        return StateReader.rows(connection, OPEN, OperationReader::operation, OPEN_STATUSES);
    }

    /** What {@link Store#moves} answers. */
    static List<StoredMove> moves(Connection connection, String operationId) throws SQLException {
        return StateReader.rows(connection, MOVES, OperationReader::move, operationId);
    }

    private static StoredPlan plan(ResultSet row) throws SQLException {
        return new StoredPlan(
                SqlValues.string(row, "id"),
                SqlValues.instant(row, "created_at"),
                row.getLong("topology_version"),
                SqlValues.text(row, "content"));
    }

    private static StoredOperation operation(ResultSet row) throws SQLException {
        return new StoredOperation(
                SqlValues.string(row, "id"),
                row.getString("plan_id"),
                SqlValues.word(row, "kind", OperationKind.class),
                SqlValues.word(row, "status", OperationStatus.class),
                SqlValues.string(row, "title"),
                SqlValues.instant(row, "started_at"),
                SqlValues.nullableInstant(row, "finished_at"),
                SqlValues.text(row, "content"));
    }

    private static StoredMove move(ResultSet row) throws SQLException {
        String source = row.getString("source");
        return new StoredMove(
                SqlValues.string(row, "operation_id"),
                row.getInt("number"),
                new IndexId(row.getLong("index_id")),
                SqlValues.string(row, "index_uid"),
                row.getInt("shard"),
                source == null ? null : new NodeId(source),
                new NodeId(SqlValues.string(row, "target")),
                row.getInt("rank"),
                SqlValues.word(row, "phase", MovePhase.class),
                row.getLong("documents"),
                row.getLong("bytes"),
                row.getLong("documents_done"),
                row.getLong("hold_ms"),
                row.getInt("attempts"),
                SqlValues.nullableText(row, "error"));
    }
}
