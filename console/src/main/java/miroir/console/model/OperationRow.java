package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.console.model.Shell.Steering;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.OperationPicture.Progress;

/** One operation as a table row. */
public record OperationRow(
        String id,
        String href,
        String title,
        String kind,
        Badge status,
        String phase,
        Bar bar,
        String percent,
        String copies,
        String documents,
        Stamp started,
        Stamp ended,
        String took,
        boolean running) {

    /** That operation at {@code now}. */
    public static OperationRow of(OperationPicture operation, Instant now) {
        Progress progress = operation.progress();
        int percent = percent(operation);
        return new OperationRow(
                operation.operationId(),
                Links.operation(operation.operationId()),
                operation.title(),
                kind(operation.kind()),
                Badge.of(operation.status()),
                running(operation) ? operation.phase() : "",
                Bar.of(percent + " % done", 100, new Bar.Part(css(operation.status()), percent)),
                percent + " %",
                done(progress.copiesDone(), progress.copies()),
                done(progress.documentsDone(), progress.documents()),
                Stamp.of(now, operation.startedAt(), "unknown"),
                Stamp.of(now, operation.finishedAt(), "not yet"),
                TaskRow.took(operation.startedAt(), operation.finishedAt(), now),
                running(operation));
    }

    private static String done(long done, long all) {
        return all == 0 ? "" : Words.count(done) + " of " + Words.count(all);
    }

    /** Whether it has not ended. */
    static boolean running(OperationPicture operation) {
        return operation.status().isOpen();
    }

    /** What runs, for the head of every page. */
    public static Steering steering(List<OperationPicture> operations) {
        List<OperationPicture> running =
                operations.stream().filter(OperationRow::running).toList();
        if (running.isEmpty()) {
            return new Steering(true, 0, Links.ROOT + "/operations", "");
        }
        OperationPicture first = running.get(0);
        if (running.size() > 1) {
            return new Steering(true, running.size(), Links.ROOT + "/operations", running.size() + " operations");
        }
        String paused = first.status() == OperationStatus.PAUSED ? ", paused" : "";
        String text = first.title() + " · " + percent(first) + " %" + paused;
        return new Steering(true, 1, Links.operation(first.operationId()), text);
    }

    /** By documents where there are any; never 100 before the end. */
    static int percent(OperationPicture operation) {
        Progress p = operation.progress();
        if (operation.status() == OperationStatus.SUCCEEDED) {
            return 100;
        }
        double share = p.documents() > 0
                ? (double) p.documentsDone() / p.documents()
                : p.copies() > 0 ? (double) p.copiesDone() / p.copies() : 0;
        return (int) Math.max(0, Math.min(99, Math.floor(100 * share)));
    }

    private static String kind(OperationKind kind) {
        return switch (kind) {
            case TOPOLOGY -> "Change of the topology";
            case RESYNC -> "Stale copies are brought back in sync";
            case REREPLICATE -> "Lost copies are built elsewhere";
            case VERIFY -> "Copies are compared";
            case REPAIR -> "Copies are compared and mended";
            case ACCEPT -> "Copies out of sync are accepted";
        };
    }

    private static String css(OperationStatus status) {
        return switch (status) {
            case RUNNING -> "bar-busy";
            case PAUSED -> "bar-warn";
            case SUCCEEDED -> "bar-ok";
            case FAILED -> "bar-bad";
            case CANCELED -> "bar-soft";
        };
    }
}
