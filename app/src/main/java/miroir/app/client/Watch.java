package miroir.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import miroir.app.client.ManagementClient.Reply;
import miroir.core.operation.OperationStatus;
import miroir.core.wire.Wire;

/** Follows an operation until it ends, over restarts of Miroir. */
public final class Watch {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int FAILURES = 120;

    private final Session session;
    private String told = "";
    private int failures;

    /** A watch that tells its progress to the session. */
    public Watch(Session session) {
        this.session = session;
    }

    /** The operation as it ended; each step of its progress is one line on standard error. */
    public Reply untilEnd(String operationId) throws CallFailedException, IOException, InterruptedException {
        while (true) {
            try {
                Reply reply = session.get("operations/" + ManagementClient.segment(operationId));
                failures = 0;
                tell(OperationText.progress(reply.body()));
                if (status(reply.body()).filter(OperationStatus::isOpen).isEmpty()) {
                    return reply;
                }
            } catch (IOException e) {
                if (++failures > FAILURES) {
                    throw e;
                }
                tell(String.valueOf(e.getMessage()));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static Optional<OperationStatus> status(JsonNode operation) {
        return Wire.find(OperationStatus.class, operation.path("status").asText());
    }

    private void tell(String line) {
        if (!line.equals(told)) {
            session.err().println(line);
            told = line;
        }
    }

    /** Whether an ended operation reached what it was for, and left no copies that differ or were not compared. */
    public static boolean succeeded(JsonNode operation) {
        JsonNode result = operation.path("result");
        return status(operation).equals(Optional.of(OperationStatus.SUCCEEDED))
                && result.path("skipped").asLong() == 0
                && result.path("differing").asLong() <= result.path("repaired").asLong();
    }
}
