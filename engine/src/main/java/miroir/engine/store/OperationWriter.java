package miroir.engine.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes plans, operations and moves inside the caller's transaction. */
final class OperationWriter {
    private static final String PUT_PLAN =
            "MERGE INTO plan (id, created_at, topology_version, content, may_hold_keys) KEY (id) VALUES (?, ?, ?, ?, FALSE)";
    private static final String DROP_PLANS = """
            DELETE FROM plan WHERE created_at < ?
                AND NOT EXISTS (SELECT 1 FROM operation WHERE operation.plan_id = plan.id)
            """;
    private static final String PUT_OPERATION = """
            MERGE INTO operation (id, plan_id, kind, status, title, started_at, finished_at, content)
            KEY (id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String DROP_OPERATIONS = "DELETE FROM operation WHERE id = ANY(?)";
    private static final String PUT_MOVE = """
            MERGE INTO move (operation_id, number, index_id, index_uid, shard, source, target, rank, phase, documents,
                bytes, documents_done, hold_ms, attempts, error)
            KEY (operation_id, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Statements statements;

    OperationWriter(Statements statements) {
        this.statements = statements;
    }

    void putPlan(StoredPlan plan) throws SQLException {
        statements.update(PUT_PLAN, plan.id(), plan.createdAt(), plan.topologyVersion(), plan.content());
    }

    void dropPlans(Instant before) throws SQLException {
        statements.update(DROP_PLANS, before);
    }

    void putOperation(StoredOperation operation) throws SQLException {
        statements.update(
                PUT_OPERATION,
                operation.id(),
                operation.planId(),
                operation.kind(),
                operation.status(),
                operation.title(),
                operation.startedAt(),
                operation.finishedAt(),
                operation.content());
    }

    void dropOperations(List<String> ids) throws SQLException {
        statements.update(DROP_OPERATIONS, (Object) ids.toArray());
    }

    void putMoves(List<StoredMove> moves) throws SQLException {
        statements.updateAll(PUT_MOVE, moves, OperationWriter::values);
    }

    private static @Nullable Object[] values(StoredMove move) {
        return new @Nullable Object[] {
            move.operationId(),
            move.number(),
            move.indexId().value(),
            move.indexUid(),
            move.shard(),
            move.source() == null ? null : move.source().value(),
            move.target().value(),
            move.rank(),
            move.phase(),
            move.documents(),
            move.bytes(),
            move.documentsDone(),
            move.holdMs(),
            move.attempts(),
            move.error()
        };
    }
}
