package miroir.engine.store;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** Brings the tables to the version this Miroir knows. */
final class Schema {
    private Schema() {}

    /** Runs the migrations that are missing; refuses a schema of a newer Miroir. */
    static void update(String url, Path directory) {
        Flyway flyway = Flyway.configure()
                .dataSource(url, "miroir", "")
                .locations("classpath:db/migrations")
                .failOnMissingLocations(true)
                .cleanDisabled(true)
                .load();
        refuseNewer(flyway.info(), directory);
        flyway.migrate();
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
