package miroir.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import miroir.engine.disk.PrivateFiles;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * Copies a database while it is written to. Space is not reused and the version of the start is not given up meanwhile,
 * so what the header points to stays where it is and new chunks go behind it: the copy is a file as a kill leaves it,
 * and is opened as one. It is read through the database's own channel: closing another one would let go of the lock that
 * keeps other processes away.
 */
final class DatabaseCopy {
    /** Small: it is read once. */
    private static final String SETTINGS = ";IFEXISTS=TRUE;CACHE_SIZE=4096;DB_CLOSE_ON_EXIT=FALSE";

    /** What is read at once. */
    static final int PIECE_BYTES = 1 << 20;

    private static final String META = "SELECT content FROM meta WHERE name = ?";
    private static final String SCHEMA = "SELECT MAX(\"version\") AS newest FROM \"flyway_schema_history\"";

    private DatabaseCopy() {}

    /**
     * Writes the copy. The connection must repeat what it reads.
     *
     * @param afterPiece runs after each piece, so that a test can write in between
     */
    static void write(Connection connection, MVStore store, Path target, int pieceBytes, Runnable afterPiece)
            throws SQLException {
        SingleFileStore source = (SingleFileStore) store.getFileStore();
        store.setReuseSpace(false);
        try (Statement holding = connection.createStatement();
                FileChannel copy = PrivateFiles.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            holding.execute(StateReader.NEXT_UID);
            long end = source.size();
            for (long at = 0; at < end; at += pieceBytes) {
                ByteBuffer piece = source.readFully((SFChunk) null, at, (int) Math.min(pieceBytes, end - at));
                while (piece.hasRemaining()) {
                    copy.write(piece);
                }
                afterPiece.run();
            }
        } catch (IOException | MVStoreException e) {
            throw new SQLException("the store cannot be copied: " + e.getMessage(), e);
        } finally {
            store.setReuseSpace(true);
        }
    }

    /** Opens the copy, so that it is known to be good, reads what it is, and closes it in order. */
    static StoredCopy opened(Path file) throws SQLException {
        String name = file.toAbsolutePath().toString();
        String url = "jdbc:h2:" + name.substring(0, name.length() - DatabaseFile.SUFFIX.length()) + SETTINGS;
        try (Connection connection = DriverManager.getConnection(url, H2Store.USER, "");
                Statement closing = connection.createStatement()) {
            StoredCopy copy = new StoredCopy(
                    file,
                    StateReader.rows(connection, SCHEMA, row -> SqlValues.string(row, "newest"))
                            .get(0),
                    meta(connection, Meta.CLUSTER_ID, ""),
                    Long.parseLong(meta(connection, Meta.TOPOLOGY_VERSION, "1")),
                    StateReader.rows(connection, StateReader.NEXT_UID, row -> row.getLong(1))
                            .get(0),
                    TaskReader.countUnfinished(connection));
            closing.execute("SHUTDOWN");
            return copy;
        }
    }

    private static String meta(Connection connection, String name, String absent) throws SQLException {
        return StateReader.rows(connection, META, row -> SqlValues.text(row, "content"), name).stream()
                .findFirst()
                .orElse(absent);
    }
}
