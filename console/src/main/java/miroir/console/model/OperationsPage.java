package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.engine.api.OperationPicture;

/** The list of operations, newest first. */
public record OperationsPage(String summary, List<OperationRow> rows) {

    /** Those operations at {@code now}. */
    public static OperationsPage of(List<OperationPicture> operations, Instant now) {
        long running = operations.stream().filter(OperationRow::running).count();
        String summary =
                running == 0 ? "No operation runs." : Words.count(running, "operation runs.", "operations run.");
        return new OperationsPage(
                summary, operations.stream().map(o -> OperationRow.of(o, now)).toList());
    }
}
