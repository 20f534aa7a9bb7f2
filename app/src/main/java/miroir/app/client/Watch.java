package miroir.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import miroir.app.client.ManagementClient.Reply;

/** Follows an operation until it ends, over restarts of Miroir. */
public final class Watch {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int FAILURES = 120;
    private static final Set<String> OPEN = Set.of("running", "paused");

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
                if (!OPEN.contains(reply.body().path("status").asText())) {
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

    private void tell(String line) {
        if (!line.equals(told)) {
            session.err().println(line);
            told = line;
        }
    }

    /** Whether an ended operation reached what it was for, and left no copies that differ. */
    public static boolean succeeded(JsonNode operation) {
        JsonNode result = operation.path("result");
        return operation.path("status").asText().equals("succeeded")
                && result.path("differing").asLong() <= result.path("repaired").asLong();
    }
}
