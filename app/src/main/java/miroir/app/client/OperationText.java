package miroir.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An operation as people read it. */
public final class OperationText {
    private OperationText() {}

    /** One line: what it is and how far. */
    public static String line(JsonNode operation) {
        return operation.path("operationId").asText() + "  "
                + operation.path("title").asText() + ": " + progress(operation);
    }

    /** How far it is. */
    static String progress(JsonNode operation) {
        JsonNode progress = operation.path("progress");
        String phase = operation.path("phase").asText();
        String state = operation.path("status").asText() + (phase.isEmpty() ? "" : ", " + phase);
        if (progress.path("copies").asLong() == 0) {
            return state;
        }
        return state + ", "
                + Amounts.number(progress.path("copiesDone").asLong()) + " of "
                + Amounts.count(progress.path("copies").asLong(), "copy", "copies") + ", "
                + Amounts.number(progress.path("documentsDone").asLong()) + " of "
                + Amounts.count(progress.path("documents").asLong(), "document", "documents");
    }

    /** What is to be said besides: what went wrong, what was found, what may be switched off. */
    public static List<String> outcome(JsonNode operation) {
        List<String> lines = new ArrayList<>();
        if (operation.path("error").isTextual()) {
            lines.add("error: " + operation.path("error").asText());
        }
        for (JsonNode move : operation.path("moves")) {
            if (move.path("error").isTextual()) {
                lines.add(move.path("index").asText() + " shard "
                        + move.path("shard").asText() + " to "
                        + move.path("to").asText() + " " + move.path("phase").asText() + ": "
                        + move.path("error").asText());
            }
        }
        JsonNode result = operation.path("result");
        if (result.has("documents")) {
            long left = result.path("skipped").asLong();
            lines.add("serves " + Amounts.count(result.path("documents").asLong(), "document", "documents") + " now"
                    + (left == 0 ? "" : "; " + Amounts.count(left, "shard", "shards") + " left out"));
        } else if (result.isObject()) {
            long skipped = result.path("skipped").asLong();
            lines.add(Amounts.count(result.path("compared").asLong(), "shard", "shards") + " compared: "
                    + Amounts.count(result.path("differing").asLong(), "copy differs", "copies differ") + ", "
                    + Amounts.number(result.path("repaired").asLong()) + " repaired"
                    + (skipped == 0 ? "" : ", " + Amounts.count(skipped, "shard", "shards") + " not compared"));
        }
        result.path("verdicts")
                .forEach(verdict ->
                        lines.add("shard " + verdict.path("shard").asText() + ": " + verdict(result, verdict)));
        operation.path("safeToStop").forEach(node -> lines.add("node " + node.asText() + " is safe to stop"));
        return lines;
    }

    /** Whether it ended in order, and yet some copies differ or were not compared. */
    public static boolean leftSomething(JsonNode operation) {
        return operation.path("status").asText().equals("succeeded") && !Watch.succeeded(operation);
    }

    private static String verdict(JsonNode result, JsonNode verdict) {
        String why = verdict.path("why").asText();
        if (result.has("documents") && verdict.path("believed").isEmpty()) {
            return why;
        }
        if (result.has("documents")) {
            return names(verdict.path("believed")) + " is accepted: " + why;
        }
        return verdict.path("believed").isEmpty()
                ? "not compared: " + why
                : names(verdict.path("differing")) + " differs; believed " + names(verdict.path("believed")) + ": "
                        + why;
    }

    private static String names(JsonNode nodes) {
        List<String> names = new ArrayList<>();
        nodes.forEach(node -> names.add(node.asText()));
        return String.join(", ", names);
    }
}
