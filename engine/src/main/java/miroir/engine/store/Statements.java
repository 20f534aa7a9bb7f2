package miroir.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prepared statements of one connection, each prepared once. One thread at a time. */
final class Statements {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement and gives the number of rows it changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        SqlValues.bind(statement, values);
        return statement.executeUpdate();
    }

    /** The values of one row of a batch. */
    @FunctionalInterface
    interface RowValues<T> {
        @Nullable
        Object[] of(T row);
    }

    /** Runs a statement once for each row, in one go. */
    <T> void updateAll(String sql, List<T> rows, RowValues<T> values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        try {
            for (T row : rows) {
                SqlValues.bind(statement, values.of(row));
                statement.addBatch();
            }
            statement.executeBatch();
        } finally {
            statement.clearBatch(); // else what is left of a failed batch would run with the next one
        }
    }

    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }
}
