package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import miroir.core.time.Age;
import miroir.engine.api.Backups;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/**
 * Miroir's own state as a file. It holds the keys of the nodes and what they are sealed with: whoever may read it may do
 * all, so it asks for the master key or {@code miroir.*}.
 */
final class BackupRoutes {
    private final Backups backups;
    private final InstantSource clock;
    private final Instant begun;

    BackupRoutes(Backups backups, InstantSource clock) {
        this.backups = backups;
        this.clock = clock;
        this.begun = clock.instant();
    }

    void install(RoutesConfig routes) {
        routes.get("/_miroir/backup", this::download);
        routes.get("/_miroir/backups", this::list);
    }

    private void download(Context ctx) throws IOException {
        try (Backups.Download backup = backups.open(OperatorRoutes.actor(ctx))) {
            ctx.contentType("application/zip");
            ctx.header("Content-Disposition", "attachment; filename=\"" + backup.name() + "\"");
            ctx.header("Cache-Control", "no-store");
            // not closed when it fails in the middle: the reader then sees that it was cut
            OutputStream out = new BufferedOutputStream(ctx.outputStream(), 1 << 16);
            backup.writeTo(out);
            out.flush();
        } catch (Backups.Refused e) {
            throw new ApiException(ErrorCode.BACKUP_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private void list(Context ctx) {
        Backups.Standing standing = backups.standing();
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("folder", standing.folder())
                .put("everyHours", standing.everyHours())
                .put("problem", standing.problem());
        ArrayNode kept = answer.putArray("backups");
        standing.kept()
                .forEach(one -> kept.addObject()
                        .put("name", one.name())
                        .put("at", one.at().toString())
                        .put("bytes", one.bytes()));
        Answers.json(ctx, 200, answer);
    }

    /** What Prometheus wants to know. */
    String metrics() {
        Backups.Standing standing = backups.standing();
        Instant now = clock.instant();
        // with none yet it grows from the start on, so that an alert fires when none is ever made
        Instant newest =
                standing.kept().isEmpty() ? begun : standing.kept().get(0).at();
        long age = standing.kept().isEmpty() && standing.everyHours() == 0
                ? -1
                : Age.of(newest, now).toSeconds();
        return gauge(
                        "miroir_backup_age_seconds",
                        "Age of the newest kept backup, while there is none the time since the start, -1 when none is scheduled.",
                        age)
                + gauge(
                        "miroir_backup_failed",
                        "1 when the last scheduled backup was not made.",
                        standing.problem() == null ? 0 : 1);
    }

    private static String gauge(String name, String help, long value) {
        return "# HELP " + name + ' ' + help + "\n# TYPE " + name + " gauge\n" + name + ' ' + value + '\n';
    }
}
