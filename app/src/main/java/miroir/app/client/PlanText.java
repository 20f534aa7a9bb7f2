package miroir.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as people read it before they say yes. */
public final class PlanText {
    private final JsonNode plan;
    private final List<String> lines = new ArrayList<>();

    private PlanText(JsonNode plan) {
        this.plan = plan;
    }

    /** The lines of a plan as the API shows it. */
    public static List<String> of(JsonNode plan) {
        PlanText text = new PlanText(plan);
        text.lines.add("plan " + plan.path("planId").asText() + " for topology version "
                + plan.path("topologyVersion").asText());
        text.totals();
        text.figures();
        text.moves();
        text.drops();
        text.warnings();
        return text.lines;
    }

    /** One line of the list of plans: what it is, what it moves, what became of it. */
    public static String line(JsonNode entry) {
        JsonNode totals = entry.path("totals");
        long copies = totals.path("copies").asLong();
        String moves = copies == 0 ? "moves nothing" : "moves " + moved(totals);
        String operation = entry.path("operationId").asText("");
        String fate = entry.path("whatIf").asBoolean()
                ? "only shows"
                : !operation.isEmpty()
                        ? "applied by operation " + operation
                        : entry.path("applicable").asBoolean() ? "not applied" : "cannot be applied";
        return entry.path("planId").asText() + "  " + entry.path("createdAt").asText() + "  "
                + entry.path("title").asText() + ": " + moves + "; " + fate;
    }

    private static String moved(JsonNode totals) {
        return Amounts.count(totals.path("copies").asLong(), "copy", "copies") + ", "
                + Amounts.count(totals.path("documents").asLong(), "document", "documents") + ", "
                + Amounts.size(totals.path("bytes").asLong());
    }

    private void line(String what, String text) {
        lines.add(String.format("  %-12s %s", what, text));
    }

    private void totals() {
        JsonNode totals = plan.path("totals");
        long copies = totals.path("copies").asLong();
        if (copies == 0) {
            line("moves", "nothing");
            return;
        }
        line(
                "moves",
                moved(totals) + "; the fewest possible are "
                        + Amounts.number(totals.path("minimumCopies").asLong()));
        JsonNode eta = plan.path("etaMs");
        line(
                "takes",
                Amounts.duration(eta.path("low").asLong()) + " to "
                        + Amounts.duration(eta.path("high").asLong()) + " ("
                        + eta.path("basis").asText() + ")");
    }

    private void figures() {
        JsonNode balance = plan.path("balance");
        line("per node", spread(balance.path("before")) + " copies now, " + spread(balance.path("after")) + " after");
        JsonNode survivors = plan.path("survivors");
        line(
                "live copies",
                "of each shard at least " + survivors.path("before").asText() + " now, "
                        + survivors.path("during").asText() + " during, "
                        + survivors.path("after").asText() + " after");
        List<String> peaks = new ArrayList<>();
        plan.path("peakExtraBytes").properties().forEach(peak -> {
            if (peak.getValue().asLong() > 0) {
                peaks.add(peak.getKey() + " " + Amounts.size(peak.getValue().asLong()));
            }
        });
        if (!peaks.isEmpty()) {
            line("extra disk", "at most " + String.join(", ", peaks));
        }
    }

    private static String spread(JsonNode spread) {
        String fewest = spread.path("fewest").asText();
        String most = spread.path("most").asText();
        return fewest.equals(most) ? fewest : fewest + " to " + most;
    }

    private void moves() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (JsonNode move : plan.path("moves")) {
            String from = move.path("from").isNull()
                    ? "one more copy"
                    : move.path("from").asText();
            String way = move.path("index").asText() + ": " + from + " -> "
                    + move.path("to").asText();
            counts.merge(way, 1, Integer::sum);
        }
        counts.forEach((way, count) -> lines.add("    " + way + ", " + Amounts.count(count, "shard", "shards")));
    }

    private void drops() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (JsonNode drop : plan.path("drops")) {
            counts.merge(
                    drop.path("index").asText() + " on " + drop.path("node").asText(), 1, Integer::sum);
        }
        counts.forEach((where, count) ->
                lines.add("    " + where + ": " + Amounts.count(count, "copy goes", "copies go") + " without another"));
    }

    private void warnings() {
        for (JsonNode note : plan.path("unchecked")) {
            line("note", note.asText());
        }
        for (JsonNode breach : plan.path("breaches")) {
            line(
                    "warning",
                    breach.path("moment").asText() + ": "
                            + breach.path("message").asText());
        }
        for (JsonNode refusal : plan.path("refusals")) {
            line(
                    "refused",
                    refusal.path("message").asText() + " ("
                            + refusal.path("name").asText() + ")");
        }
    }
}
