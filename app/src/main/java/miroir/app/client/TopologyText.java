package miroir.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The topology as people read it. */
public final class TopologyText {
    private static final String ROW = "%-16s %5s  %-28s %-9s %-12s %7s %12s %10s  %s";

    private TopologyText() {}

    /** The lines of the topology as the API shows it. */
    public static List<String> of(JsonNode topology) {
        List<String> lines = new ArrayList<>();
        lines.add("topology version " + topology.path("version").asText() + ", replication factor "
                + topology.path("replicationFactor").asText());
        lines.add(
                String.format(ROW, "NODE", "GROUP", "ADDRESS", "WANTED", "STATUS", "COPIES", "DOCUMENTS", "SIZE", ""));
        for (JsonNode node : topology.path("nodes")) {
            lines.add(row(node).stripTrailing());
        }
        return lines;
    }

    private static String row(JsonNode node) {
        return String.format(
                ROW,
                node.path("id").asText(),
                node.path("group").asText(),
                node.path("address").asText(),
                node.path("wanted").asText(),
                node.path("status").asText(),
                Amounts.number(node.path("copies").asLong()),
                Amounts.number(node.path("documents").asLong()),
                Amounts.size(node.path("bytes").asLong()),
                node.path("reason").asText());
    }
}
