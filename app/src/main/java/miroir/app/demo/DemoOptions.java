package miroir.app.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import miroir.core.placement.IndexShape;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** What the demo is asked for; the fields are the flags of the same names. */
public record DemoOptions(
        int nodes,
        int groups,
        int replicationFactor,
        int shards,
        int documents,
        int port,
        @Nullable Path data,
        @Nullable Path meilisearch,
        int nodeBasePort) {
    private static final int LETTERS = 26;

    /** All that is wrong with the flags, one sentence each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        within(problems, "--nodes", nodes, 1, LETTERS);
        within(problems, "--groups", groups, 1, Math.max(1, nodes));
        within(problems, "--rf", replicationFactor, 1, Math.max(1, nodes / Math.max(1, groups)));
        within(problems, "--shards", shards, 1, IndexShape.MAX_SHARDS);
        within(problems, "--documents", documents, 0, 100_000_000);
        within(problems, "--port", port, 0, 65_535);
        within(problems, "--node-base-port", nodeBasePort, 1, 65_536 - Math.max(1, nodes));
        if (port >= nodeBasePort && port < nodeBasePort + nodes) {
            problems.add("--port: " + port + " is also the port of a node; choose another --node-base-port");
        }
        if (meilisearch != null && !Files.isExecutable(meilisearch)) {
            problems.add("--meilisearch: " + meilisearch + " is no program that can be run");
        }
        if (data != null && Files.exists(data) && !Files.isDirectory(data)) {
            problems.add("--data: " + data + " is no folder");
        }
        return problems;
    }

    private static void within(List<String> problems, String flag, int value, int least, int most) {
        if (value < least || value > most) {
            problems.add("%s: must be from %d to %d, not %d".formatted(flag, least, most, value));
        }
    }

    /** The name of the node with this number, from 0: node-a, node-b, and so on. */
    static NodeId nodeId(int number) {
        return new NodeId("node-" + (char) ('a' + number));
    }

    /** The group of this node: neighbours share one, and sizes differ by one at most. */
    GroupId group(int number) {
        return new GroupId((int) ((long) number * groups / nodes));
    }

    int nodePort(int number) {
        return nodeBasePort + number;
    }
}
