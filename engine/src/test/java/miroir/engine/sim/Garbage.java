package miroir.engine.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import miroir.engine.node.NodeRequest;

/** Bodies that come with status 200 and are no answer to what was asked. */
final class Garbage {
    private static final List<String> NOISE = List.of(
            "<html><body>please wait</body></html>",
            "",
            "null",
            "[]",
            "{}",
            "{\"results\":[{\"uid\":",
            "{\"status\":\"available\"}");
    private static final String NO_HITS =
            "{\"hits\":[],\"query\":\"\",\"processingTimeMs\":0,\"limit\":20,\"offset\":0,\"estimatedTotalHits\":0}";
    private static final String NO_RESULTS = "{\"results\":[],\"offset\":0,\"limit\":20,\"total\":0}";
    private static final String NO_TASKS = "{\"results\":[],\"total\":0,\"limit\":20,\"from\":null,\"next\":null}";

    private final Random random;

    Garbage(Random random) {
        this.random = random;
    }

    /** Something else than an answer to that request. */
    byte[] insteadOf(NodeRequest request) {
        int kind = random.nextInt(NOISE.size() + 1);
        String lists = Faults.writes(request) && random.nextBoolean() ? NO_RESULTS : NO_HITS;
        String list = request.path().startsWith("/tasks") ? NO_TASKS : lists;
        String other = request.path().endsWith("/search") ? NO_RESULTS : list;
        return (kind == NOISE.size() ? other : NOISE.get(kind)).getBytes(StandardCharsets.UTF_8);
    }

    /** The beginning of an answer. */
    byte[] cut(byte[] answer) {
        return Arrays.copyOf(answer, random.nextInt(Math.max(1, answer.length)));
    }
}
