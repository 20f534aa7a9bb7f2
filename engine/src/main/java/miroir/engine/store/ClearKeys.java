package miroir.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.AccessKey;
import miroir.engine.error.Json;

/** What an older Miroir left in clear text in the database: its nodes' keys, and those that its plans were given. */
final class ClearKeys {
    private static final String NODES =
            "SELECT id, access_key FROM node WHERE access_key NOT LIKE '" + AccessKey.SEALED + "%'";
    private static final String SEALED = "SELECT COUNT(*) FROM node WHERE access_key LIKE '" + AccessKey.SEALED + "%'";
    private static final String SET_KEY = "UPDATE node SET access_key = ? WHERE id = ?";
    private static final String PLANS = "SELECT id, content FROM plan WHERE may_hold_keys";
    private static final String SET_CONTENT = "UPDATE plan SET content = ?, may_hold_keys = FALSE WHERE id = ?";

    private final Connection connection;
    private final KeySeal seal;

    ClearKeys(Connection connection, KeySeal seal) {
        this.connection = connection;
        this.seal = seal;
    }

    /** Makes the file that keys are sealed with, unless something is sealed that it could not open. */
    void makeSeal() throws SQLException, IOException {
        if (StateReader.rows(connection, SEALED, row -> row.getLong(1)).get(0) == 0) {
            seal.makeIfAbsent();
        }
    }

    /** Seals or removes them, durably; whether there were any, so that their text is still somewhere in the file. */
    boolean remove() throws SQLException {
        boolean found = false;
        for (Map.Entry<String, String> node : rows(NODES, "access_key")) {
            update(SET_KEY, String.valueOf(seal.seal(node.getKey(), node.getValue())), node.getKey());
            found = true;
        }
        for (Map.Entry<String, String> plan : rows(PLANS, "content")) {
            String without = withoutKeys(plan.getValue());
            update(SET_CONTENT, without, plan.getKey());
            found |= !without.equals(plan.getValue());
        }
        connection.commit();
        if (found) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
        }
        return found;
    }

    /** Writes the database anew, without what was overwritten in it, and closes it. */
    static void compact(Connection connection, Path file) throws SQLException, IOException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN COMPACT");
        }
        try (FileChannel whole = FileChannel.open(file, StandardOpenOption.WRITE);
                FileChannel names = FileChannel.open(file.toAbsolutePath().getParent())) {
            whole.force(true);
            names.force(true);
        }
    }

    private List<Map.Entry<String, String>> rows(String query, String column) throws SQLException {
        return StateReader.rows(
                connection, query, row -> Map.entry(SqlValues.string(row, "id"), SqlValues.text(row, column)));
    }

    private void update(String sql, String value, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            SqlValues.bind(statement, value, id);
            statement.executeUpdate();
        }
    }

    private static String withoutKeys(String content) {
        JsonNode plan = Json.read(content);
        JsonNode wish = plan.path("wish");
        wish.path("addNodes").forEach(ClearKeys::blank);
        wish.path("replaceNodes").forEach(replacement -> blank(replacement.path("to")));
        wish.path("addGroups").forEach(group -> group.path("nodes").forEach(ClearKeys::blank));
        return plan.toString();
    }

    private static void blank(JsonNode node) {
        if (node instanceof ObjectNode added && added.path("key").isTextual()) {
            added.put("key", TopologyWish.NewNode.NOT_KEPT);
        }
    }
}
