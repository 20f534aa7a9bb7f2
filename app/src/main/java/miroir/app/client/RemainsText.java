package miroir.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What is left of shards without a copy in sync, as people read it: what accepting a copy costs. */
public final class RemainsText {
    private RemainsText() {}

    /**
     * One shard.
     *
     * @param chosen the node whose copy is to be accepted; empty: none
     */
    public static List<String> of(JsonNode remains, String chosen) {
        List<String> lines = new ArrayList<>();
        JsonNode known = remains.path("documents");
        lines.add("shard " + remains.path("shard").asText() + ": " + state(remains)
                + (known.isNumber()
                        ? "; it had " + Amounts.count(known.asLong(), "document", "documents") + " when last seen"
                        : ""));
        for (JsonNode candidate : remains.path("candidates")) {
            boolean taken = candidate.path("node").asText().equals(chosen);
            lines.add((taken ? "  > " : "    ") + candidate(candidate));
        }
        if (remains.path("candidates").isEmpty()) {
            lines.add("    there is no copy out of sync");
        }
        for (JsonNode node : remains.path("mayReturn")) {
            lines.add(
                    "    " + node.asText()
                            + " had the last copy before its data were lost or put back; should those come back, wait for them");
        }
        String withheld = remains.path("withheld").asText();
        if (chosen.isEmpty() && !withheld.isEmpty()) {
            lines.add("    is left as it is: " + withheld);
        }
        givenUp(remains, chosen).forEach(given -> lines.add("    would be given up: " + given));
        return lines;
    }

    /** What would be given up for the copy on that node. */
    public static List<String> givenUp(JsonNode remains, String chosen) {
        List<String> given = new ArrayList<>();
        for (JsonNode candidate : remains.path("candidates")) {
            if (candidate.path("node").asText().equals(chosen)) {
                candidate.path("givesUp").forEach(one -> given.add(one.asText()));
            }
        }
        return given;
    }

    private static String state(JsonNode remains) {
        if (!remains.path("inSync").isEmpty()) {
            return "in sync on " + names(remains.path("inSync"));
        }
        return remains.path("unreadable").isEmpty()
                ? "no copy in sync"
                : "in sync on " + names(remains.path("unreadable")) + ", which cannot be read now";
    }

    private static String candidate(JsonNode candidate) {
        JsonNode documents = candidate.path("documents");
        String trouble = candidate.path("trouble").asText();
        String reason = candidate.path("reason").asText();
        return candidate.path("node").asText() + ": "
                + (documents.isNumber()
                        ? Amounts.count(documents.asLong(), "document", "documents")
                        : "documents not counted")
                + ", " + candidate.path("state").asText() + " since "
                + candidate.path("since").asText() + (reason.isEmpty() ? "" : " (" + reason + ")")
                + "; " + Amounts.count(candidate.path("writesSince").asLong(), "write", "writes")
                + " to the index since" + (trouble.isEmpty() ? "" : "; not now: " + trouble);
    }

    /** Several names. */
    public static String names(JsonNode nodes) {
        List<String> names = new ArrayList<>();
        nodes.forEach(node -> names.add(node.asText()));
        return String.join(", ", names);
    }
}
