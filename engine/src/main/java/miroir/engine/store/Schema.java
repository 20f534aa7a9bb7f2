package miroir.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;

/** Brings the tables to the version this Miroir knows. */
final class Schema {
    /** What Flyway has written down when no migration is missing: each file's version and checksum, and that it ran. */
    static final String COMPLETE = "001 -1389477034 TRUE, 002 -591595965 TRUE, 003 -148954446 TRUE, 004 62519079 TRUE,"
            + " 005 -820926388 TRUE, 006 -528337798 TRUE";

    private static final String HISTORIES =
            "SELECT 1 FROM information_schema.tables WHERE table_name = 'flyway_schema_history'";
    private static final String HISTORY = """
            SELECT LISTAGG("version" || ' ' || "checksum" || ' ' || "success", ', ') WITHIN GROUP (ORDER BY "installed_rank")
            FROM "flyway_schema_history"
            """;

    private Schema() {}

    /** Whether this Miroir knows tables of that version. */
    static boolean knows(String version) {
        return Stream.of(COMPLETE.split(", ", -1)).anyMatch(migration -> migration.startsWith(version + " "));
    }

    /** Runs all migrations in an empty database. */
    static void create(String url) {
        flyway(url).migrate();
    }

    /** Runs the migrations that are missing; refuses a database that had none and one of a newer Miroir. */
    static void update(Connection connection, String url, Path directory) throws SQLException {
        if (first(connection, HISTORIES) == null) {
            throw new StoreException(OpenFailure.damaged(directory));
        }
        // Flyway takes 0.5 s to find out that there is nothing to do
        if (COMPLETE.equals(first(connection, HISTORY))) {
            return;
        }
        Flyway flyway = flyway(url);
        refuseNewer(flyway.info(), directory);
        flyway.migrate();
    }

    private static @Nullable String first(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** The migrations of this Miroir and that database. */
    static Flyway flyway(String url) {
        return Flyway.configure()
                .dataSource(url, "miroir", "")
                .locations("classpath:db/migrations")
                .failOnMissingLocations(true)
                .cleanDisabled(true)
                .load();
    }

    private static void refuseNewer(MigrationInfoService info, Path directory) {
        for (MigrationInfo migration : info.all()) {
            if (migration.getState().isApplied() && !migration.getState().isResolved()) {
                throw new StoreException("the state in " + directory + " was written by a newer Miroir (schema "
                        + migration.getVersion() + "); start that version, or one after it");
            }
        }
    }
}
