package miroir.engine.store;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import miroir.core.wire.Wire;
import org.jspecify.annotations.Nullable;

/** How Java values become SQL values and back, where JDBC's own way loses something. */
final class SqlValues {
    /** H2 refuses longer strings, as parameters and as results; they have to be streamed. */
    private static final int LONGEST_STRING = 1 << 20;

    private SqlValues() {}

    /** Binds the values to the statement's parameters, in order; a null binds SQL's NULL. */
    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bindOne(statement, i + 1, values[i]);
        }
    }

    private static void bindOne(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.NULL);
        } else if (value instanceof Instant instant) {
            statement.setObject(position, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Wire word) {
            statement.setString(position, word.wire());
        } else if (value instanceof Enum<?> constant) {
            statement.setString(position, constant.name());
        } else if (value instanceof String text && text.length() > LONGEST_STRING) {
            statement.setCharacterStream(position, new StringReader(text), text.length());
        } else {
            statement.setObject(position, value);
        }
    }

    /** A CLOB column of any length; null when it is NULL. */
    static @Nullable String nullableText(ResultSet row, String column) throws SQLException {
        try (Reader reader = row.getCharacterStream(column)) {
            if (reader == null) {
                return null;
            }
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new SQLException("cannot read " + column, e);
        }
    }

    /** A CLOB column that is never NULL. */
    static String text(ResultSet row, String column) throws SQLException {
        return present(nullableText(row, column), column);
    }

    /** A VARCHAR column that is never NULL. */
    static String string(ResultSet row, String column) throws SQLException {
        return present(row.getString(column), column);
    }

    /** A VARCHAR column that holds one of the words of an enum. */
    static <E extends Enum<E> & Wire> E word(ResultSet row, String column, Class<E> type) throws SQLException {
        String text = string(row, column);
        return Wire.find(type, text).orElseThrow(() -> new SQLException("column " + column + " says " + text));
    }

    /** A time column that is never NULL. */
    static Instant instant(ResultSet row, String column) throws SQLException {
        return present(nullableInstant(row, column), column);
    }

    /** A time column; null when it is NULL. */
    static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** A BIGINT column; null when it is NULL. */
    static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }

    private static <T> T present(@Nullable T value, String column) throws SQLException {
        if (value == null) {
            throw new SQLException("column " + column + " is unexpectedly NULL");
        }
        return value;
    }
}
