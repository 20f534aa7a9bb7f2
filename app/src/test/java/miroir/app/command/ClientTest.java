package miroir.app.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import miroir.app.process.CommandContext;
import org.junit.jupiter.api.AfterEach;

/** Commands against a Miroir that says what a test wants it to say. */
abstract class ClientTest {
    static final String PLAN = """
            {"planId": "p1", "topologyVersion": 7, "applicable": true, "refusals": [],
             "moves": [{"index": "books", "shard": 1, "from": "a", "to": "d", "documents": 700, "bytes": 1500000},
                       {"index": "books", "shard": 2, "from": "a", "to": "d", "documents": 534, "bytes": 500000},
                       {"index": "books", "shard": 3, "from": null, "to": "d", "documents": 0, "bytes": 0}],
             "drops": [{"index": "films", "shard": 1, "node": "a"}],
             "totals": {"copies": 3, "documents": 1234, "bytes": 2000000, "minimumCopies": 3, "ratio": 1.0},
             "etaMs": {"low": 42000, "high": 125000, "basis": "no move was measured yet"},
             "balance": {"before": {"fewest": 10, "most": 22}, "after": {"fewest": 16, "most": 16}},
             "survivors": {"before": 2, "during": 1, "after": 2}, "peakExtraBytes": {"a": 0, "d": 2000000},
             "breaches": [{"moment": "during", "name": "n", "message": "a shard has one live copy"}]}
            """;
    static final String REFUSED = """
            {"planId": "p2", "topologyVersion": 7, "applicable": false, "moves": [],
             "refusals": [{"name": "last_copy", "target": "a", "message": "node a has the last copy of books shard 3"}]}
            """;
    static final String STARTED = "{\"operationId\":\"op1\",\"message\":\"It runs.\"}";

    final FakeMiroir miroir = new FakeMiroir();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final List<String> questions = new ArrayList<>();
    Optional<Boolean> answer = Optional.empty();

    @AfterEach
    void stop() {
        miroir.close();
    }

    int run(String... arguments) {
        return run(Map.of("MIROIR_URL", miroir.url(), "MIROIR_NODE_KEY", "of-the-cluster"), arguments);
    }

    int run(Map<String, String> environment, String... arguments) {
        CommandContext context = new CommandContext(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                config -> {
                    throw new AssertionError("a client starts no Miroir");
                },
                question -> {
                    questions.add(question);
                    return answer;
                });
        return Commands.line(context).execute(arguments);
    }

    static String operation(String status, String rest) {
        return "{\"operationId\": \"op1\", \"title\": \"Drain a\", \"status\": \"" + status
                + "\", \"phase\": \"copying\", \"progress\": {\"copiesDone\": 1, \"copies\": 3, \"documentsDone\": 5,"
                + " \"documents\": 1234}" + rest + "}";
    }
}
