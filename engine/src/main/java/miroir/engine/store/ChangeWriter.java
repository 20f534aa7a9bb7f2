package miroir.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import miroir.core.placement.Copy;
import miroir.core.topology.IndexId;
import miroir.core.topology.Node;

/** Turns changes into SQL on one connection, inside the caller's transaction. One thread at a time. */
final class ChangeWriter {
    private static final String PUT_META = "MERGE INTO meta (name, content) KEY (name) VALUES (?, ?)";
    private static final String PUT_NODE = """
            MERGE INTO node (id, group_number, address, wanted, access_key, marker, max_task_uid, max_task_at, former)
            KEY (id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String PUT_INDEX = """
            MERGE INTO catalogue_index (id, uid, physical_uid, primary_key, shards, replication_factor, placement,
                settings, settings_version, epoch, created_at, updated_at)
            KEY (id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INDEXES_NAMED = "SELECT COUNT(*) FROM catalogue_index WHERE uid = ?";
    private static final String DROP_INDEX = "DELETE FROM catalogue_index WHERE id = ?";
    private static final String SET_EPOCH = "UPDATE catalogue_index SET epoch = ? WHERE id = ?";
    private static final String PUT_COPY = """
            MERGE INTO copy (index_id, shard, node, group_number, rank, state, since, reason)
            KEY (index_id, shard, node) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String DROP_COPY = "DELETE FROM copy WHERE index_id = ? AND shard = ? AND node = ?";
    private static final String PUT_VOLUME = """
            MERGE INTO volume (index_id, node, rank, name, next_name) KEY (index_id, node, rank) VALUES (?, ?, ?, ?, ?)
            """;

    private static final String DROP_VOLUME = "DELETE FROM volume WHERE index_id = ? AND node = ? AND rank = ?";

    private static final String PUT_TASK = """
            MERGE INTO task (uid, index_uid, index_id, type, status, canceled_by, details, error, enqueued_at,
                started_at, finished_at, custom_metadata, request)
            KEY (uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String PUT_PART = """
            MERGE INTO task_part (task_uid, node, rank, node_task_uid, attempt, status, error)
            KEY (task_uid, node, rank) VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String PUT_KEY =
            "MERGE INTO idempotency_key (name, fingerprint, task_uid, taken_at) KEY (name) VALUES (?, ?, ?, ?)";
    private static final String RAISE_HORIZON = """
            UPDATE task_horizon
            SET next_uid = GREATEST(next_uid, (SELECT COALESCE(MAX(uid) + 1, 0) FROM task))
            """;
    private static final String SKIP_TASKS = "UPDATE task_horizon SET next_uid = GREATEST(next_uid, ?)";
    private static final String DROP_TASKS = "DELETE FROM task WHERE uid = ANY(?)";
    private static final String DROP_KEYS = "DELETE FROM idempotency_key WHERE name = ANY(?)";
    private static final String DROP_AUDIT = "DELETE FROM audit WHERE id <= ?";
    private static final String AUDIT = """
            INSERT INTO audit (happened_at, who, what, target, state_before, state_after, request_id)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;

    private final Statements statements;
    private final OperationWriter operations;
    private final KeySeal seal;

    ChangeWriter(Connection connection, KeySeal seal) {
        this.seal = seal;
        this.statements = new Statements(connection);
        this.operations = new OperationWriter(statements);
    }

    /** Applies one write. After an exception the transaction holds a part of it and has to be rolled back. */
    void apply(List<Change> changes) throws SQLException {
        for (Change change : changes) {
            apply(change);
        }
        for (Change change : changes) {
            if (change instanceof Change.PutIndex put) {
                checkUnique(put.index().uid());
            }
        }
    }

    private void apply(Change change) throws SQLException {
        if (change instanceof Change.PutMeta put) {
            statements.update(PUT_META, put.key(), put.value());
        } else if (change instanceof Change.PutNode put) {
            putNode(put.node());
        } else if (change instanceof Change.PutIndex put) {
            putIndex(put.index());
        } else if (change instanceof Change.DropIndex drop) {
            statements.update(DROP_INDEX, drop.id().value());
        } else if (change instanceof Change.PutCopies put) {
            putCopies(put);
        } else if (change instanceof Change.DropCopies drop) {
            dropCopies(drop);
        } else if (change instanceof Change.PutVolumes put) {
            for (StoredVolume volume : put.volumes()) {
                statements.update(
                        PUT_VOLUME,
                        put.index().value(),
                        volume.node().value(),
                        volume.rank(),
                        volume.name(),
                        volume.next());
            }
        } else if (change instanceof Change.DropVolumes drop) {
            for (StoredVolume volume : drop.volumes()) {
                statements.update(
                        DROP_VOLUME, drop.index().value(), volume.node().value(), volume.rank());
            }
        } else if (change instanceof Change.Audit audit) {
            putAudit(audit.row());
        } else if (change instanceof Change.DropAudit drop) {
            statements.update(DROP_AUDIT, drop.last());
        } else {
            applyToWork(change);
        }
    }

    private void applyToWork(Change change) throws SQLException {
        if (change instanceof Change.PutTask put) {
            putTask(put.task());
        } else if (change instanceof Change.PutPart put) {
            putPart(put.part());
        } else if (change instanceof Change.DropTasks drop) {
            statements.update(RAISE_HORIZON);
            statements.update(DROP_TASKS, (Object) drop.uids().toArray());
        } else if (change instanceof Change.SkipTasks skip) {
            statements.update(SKIP_TASKS, skip.next());
        } else if (change instanceof Change.PutIdempotencyKey put) {
            IdempotencyKey key = put.key();
            statements.update(PUT_KEY, key.name(), key.fingerprint(), key.taskUid(), key.takenAt());
        } else if (change instanceof Change.DropIdempotencyKeys drop) {
            statements.update(DROP_KEYS, (Object) drop.names().toArray());
        } else if (change instanceof Change.PutPlan put) {
            operations.putPlan(put.plan());
        } else if (change instanceof Change.DropPlans drop) {
            operations.dropPlans(drop.before());
        } else if (change instanceof Change.PutOperation put) {
            operations.putOperation(put.operation());
        } else if (change instanceof Change.DropOperations drop) {
            operations.dropOperations(drop.ids());
        } else if (change instanceof Change.PutMoves put) {
            operations.putMoves(put.moves());
        }
    }

    private void putNode(StoredNode stored) throws SQLException {
        Node node = stored.node();
        statements.update(
                PUT_NODE,
                node.id().value(),
                node.group().number(),
                node.address().toString(),
                node.wanted(),
                seal.seal(node.id().value(), stored.key()),
                stored.marker(),
                stored.taskUid(),
                stored.taskAt(),
                FormerLife.write(stored.former()));
    }

    private void putIndex(StoredIndex index) throws SQLException {
        statements.update(
                PUT_INDEX,
                index.id().value(),
                index.uid(),
                index.physicalUid(),
                index.primaryKey(),
                index.shards(),
                index.replicationFactor(),
                index.placement(),
                index.settings(),
                index.settingsVersion(),
                index.epoch(),
                index.createdAt(),
                index.updatedAt());
    }

    private void checkUnique(String uid) throws SQLException {
        PreparedStatement statement = statements.prepared(INDEXES_NAMED);
        SqlValues.bind(statement, uid);
        try (ResultSet row = statement.executeQuery()) {
            if (row.next() && row.getLong(1) > 1) {
                throw new SQLException("the catalogue already has an index " + uid);
            }
        }
    }

    private void putCopies(Change.PutCopies put) throws SQLException {
        setEpoch(put.index(), put.epoch());
        for (Copy copy : put.copies()) {
            statements.update(
                    PUT_COPY,
                    put.index().value(),
                    copy.shard(),
                    copy.node().value(),
                    copy.group().number(),
                    copy.rank(),
                    copy.state(),
                    copy.since(),
                    copy.reason());
        }
    }

    private void dropCopies(Change.DropCopies drop) throws SQLException {
        setEpoch(drop.index(), drop.epoch());
        for (Copy copy : drop.copies()) {
            statements.update(
                    DROP_COPY, drop.index().value(), copy.shard(), copy.node().value());
        }
    }

    private void setEpoch(IndexId index, long epoch) throws SQLException {
        if (statements.update(SET_EPOCH, epoch, index.value()) == 0) {
            throw new SQLException("the catalogue has no index of id " + index);
        }
    }

    private void putTask(StoredTask task) throws SQLException {
        IndexId index = task.indexId();
        statements.update(
                PUT_TASK,
                task.uid(),
                task.indexUid(),
                index == null ? null : index.value(),
                task.type(),
                task.status(),
                task.canceledBy(),
                task.details(),
                task.error(),
                task.enqueuedAt(),
                task.startedAt(),
                task.finishedAt(),
                task.customMetadata(),
                task.request());
    }

    private void putPart(TaskPart part) throws SQLException {
        statements.update(
                PUT_PART,
                part.taskUid(),
                part.node().value(),
                part.rank(),
                part.nodeTaskUid(),
                part.attempt(),
                part.status(),
                part.error());
    }

    private void putAudit(AuditRow row) throws SQLException {
        statements.update(
                AUDIT, row.at(), row.who(), row.what(), row.target(), row.before(), row.after(), row.requestId());
    }
}
