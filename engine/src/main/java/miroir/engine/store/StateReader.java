package miroir.engine.store;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Reads everything but tasks, inside the caller's transaction. */
final class StateReader {
    private static final String META = "SELECT name, content FROM meta ORDER BY name";
    private static final String NODES = "SELECT * FROM node ORDER BY id";
    private static final String INDEXES = "SELECT * FROM catalogue_index ORDER BY id";
    private static final String COPIES = "SELECT * FROM copy ORDER BY index_id, shard, group_number, rank, node";
    private static final String VOLUMES = "SELECT * FROM volume ORDER BY index_id, node, rank";
    static final String NEXT_UID =
            "SELECT GREATEST(next_uid, (SELECT COALESCE(MAX(uid) + 1, 0) FROM task)) AS next_uid FROM task_horizon";
    private static final String AUDIT = "SELECT * FROM audit ORDER BY id DESC OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";

    private StateReader() {}

    /** What {@link Store#load} answers. */
    static StoredState load(Connection connection, KeySeal seal) throws SQLException {
        Map<String, String> meta = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : rows(connection, META, StateReader::meta)) {
            meta.put(entry.getKey(), entry.getValue());
        }
        List<StoredNode> nodes = rows(connection, NODES, row -> node(row, seal));
        List<StoredIndex> indexes = rows(connection, INDEXES, StateReader::index);
        long nextTaskUid =
                rows(connection, NEXT_UID, row -> row.getLong("next_uid")).get(0);
        return new StoredState(meta, nodes, indexes, copies(connection, indexes), volumes(connection), nextTaskUid);
    }

    /** What {@link Store#audit} answers. */
    static List<AuditRow> audit(Connection connection, int offset, int limit) throws SQLException {
        return rows(connection, AUDIT, StateReader::auditRow, offset, limit);
    }

    private static Map<IndexId, List<Copy>> copies(Connection connection, List<StoredIndex> indexes)
            throws SQLException {
        Map<IndexId, List<Copy>> copies = new LinkedHashMap<>();
        for (StoredIndex index : indexes) {
            copies.put(index.id(), new ArrayList<>());
        }
        for (IndexedCopy row : rows(connection, COPIES, StateReader::copy)) {
            copies.computeIfAbsent(row.index(), id -> new ArrayList<>()).add(row.copy());
        }
        return copies;
    }

    private static Map<IndexId, List<StoredVolume>> volumes(Connection connection) throws SQLException {
        Map<IndexId, List<StoredVolume>> volumes = new LinkedHashMap<>();
        for (IndexedVolume row : rows(connection, VOLUMES, StateReader::volume)) {
            volumes.computeIfAbsent(row.index(), id -> new ArrayList<>()).add(row.volume());
        }
        return volumes;
    }

    private record IndexedVolume(IndexId index, StoredVolume volume) {}

    private static IndexedVolume volume(ResultSet row) throws SQLException {
        StoredVolume volume = new StoredVolume(
                new NodeId(SqlValues.string(row, "node")),
                row.getInt("rank"),
                SqlValues.string(row, "name"),
                row.getString("next_name"));
        return new IndexedVolume(new IndexId(row.getLong("index_id")), volume);
    }

    private record IndexedCopy(IndexId index, Copy copy) {}

    private static Map.Entry<String, String> meta(ResultSet row) throws SQLException {
        return Map.entry(SqlValues.string(row, "name"), SqlValues.text(row, "content"));
    }

    private static StoredNode node(ResultSet row, KeySeal seal) throws SQLException {
        Node node = new Node(
                new NodeId(SqlValues.string(row, "id")),
                new GroupId(row.getInt("group_number")),
                URI.create(SqlValues.string(row, "address")),
                Lifecycle.valueOf(SqlValues.string(row, "wanted")));
        return new StoredNode(
                node,
                seal.open(node.id().value(), row.getString("access_key")),
                row.getString("marker"),
                row.getLong("max_task_uid"),
                row.getString("max_task_at"),
                FormerLife.read(SqlValues.nullableText(row, "former")));
    }

    private static StoredIndex index(ResultSet row) throws SQLException {
        return new StoredIndex(
                new IndexId(row.getLong("id")),
                SqlValues.string(row, "uid"),
                SqlValues.string(row, "physical_uid"),
                row.getString("primary_key"),
                row.getInt("shards"),
                row.getInt("replication_factor"),
                PlacementStrategy.valueOf(SqlValues.string(row, "placement")),
                SqlValues.text(row, "settings"),
                row.getLong("settings_version"),
                row.getLong("epoch"),
                SqlValues.instant(row, "created_at"),
                SqlValues.instant(row, "updated_at"));
    }

    private static IndexedCopy copy(ResultSet row) throws SQLException {
        Copy copy = new Copy(
                row.getInt("shard"),
                new NodeId(SqlValues.string(row, "node")),
                new GroupId(row.getInt("group_number")),
                row.getInt("rank"),
                CopyState.valueOf(SqlValues.string(row, "state")),
                SqlValues.instant(row, "since"),
                SqlValues.string(row, "reason"));
        return new IndexedCopy(new IndexId(row.getLong("index_id")), copy);
    }

    private static AuditRow auditRow(ResultSet row) throws SQLException {
        return new AuditRow(
                SqlValues.instant(row, "happened_at"),
                SqlValues.string(row, "who"),
                SqlValues.string(row, "what"),
                SqlValues.string(row, "target"),
                SqlValues.nullableText(row, "state_before"),
                SqlValues.nullableText(row, "state_after"),
                row.getString("request_id"));
    }

    /** Makes a value of one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of a query. */
    static <T> List<T> rows(Connection connection, String sql, RowReader<T> reader, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            SqlValues.bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (row.next()) {
                    read.add(reader.read(row));
                }
                return read;
            }
        }
    }
}
