package miroir.app.client;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import miroir.engine.adopt.AdoptionPlan;

/** What a rebuilt state would be, as people and as programs read it. */
public final class AdoptionText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AdoptionText() {}

    /** For people. */
    public static List<String> of(AdoptionPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("cluster " + plan.clusterId() + " as its nodes have it:");
        for (AdoptionPlan.NodeLine node : plan.nodes()) {
            String found = node.trouble().isEmpty()
                    ? Amounts.count(node.volumes(), "volume", "volumes") + " with "
                            + Amounts.count(node.documents(), "document", "documents")
                    : "CANNOT BE ASKED: " + node.trouble();
            lines.add("  " + node.id() + " at " + node.address() + ", group " + node.group() + ": " + found);
        }
        plan.indexes().forEach(index -> index(index, lines));
        plan.notes().forEach(note -> lines.add("  " + note));
        lines.add(
                plan.keepsTasks()
                        ? "  Miroir's own list of tasks is the newest: it is kept, and unfinished ones go on."
                        : "  The list of tasks begins anew, with higher numbers for new ones.");
        return lines;
    }

    /** The tasks of an older state that had not ended, and the files with what they were to write; for programs. */
    public static String tasks(AdoptionPlan plan) {
        ArrayNode tasks = JSON.createArrayNode();
        tasks(plan, tasks);
        return tasks.toPrettyString() + "\n";
    }

    private static void tasks(AdoptionPlan plan, ArrayNode tasks) {
        for (AdoptionPlan.TaskLine task : plan.tasks()) {
            tasks.addObject()
                    .put("uid", task.uid())
                    .put("indexUid", task.index())
                    .put("kind", task.kind())
                    .put("documents", task.documents())
                    .put("payload", task.payload() == null ? null : "payloads/" + task.payload())
                    .put("fate", task.fate().name().toLowerCase(Locale.ROOT));
        }
    }

    private static void index(AdoptionPlan.IndexLine index, List<String> lines) {
        lines.add("  index " + index.uid() + ": " + Amounts.count(index.documents(), "document", "documents") + " in "
                + Amounts.count(index.shards(), "shard", "shards"));
        shards(
                index.older(),
                "no copy is known to be in sync; the best there is is believed and may lack writes",
                lines);
        shards(index.differing(), "copies differ in documents; the one written to last is believed", lines);
        shards(index.lost(), "LOST: no copy was found", lines);
        if (!index.remembered()) {
            lines.add("    nobody remembers it: shards and settings are read from its volumes;"
                    + " displayedAttributes and maxValuesPerFacet are the defaults");
        }
        if (index.others() > 0) {
            lines.add("    " + Amounts.count(index.others(), "copy is", "copies are")
                    + " compared and brought in sync once Miroir runs");
        }
    }

    private static void shards(Collection<Integer> shards, String what, List<String> lines) {
        if (!shards.isEmpty()) {
            lines.add("    shards " + shards + ": " + what);
        }
    }

    /** For programs. */
    public static String json(AdoptionPlan plan) {
        ObjectNode json =
                JSON.createObjectNode().put("clusterId", plan.clusterId()).put("keepsTasks", plan.keepsTasks());
        ArrayNode nodes = json.putArray("nodes");
        plan.nodes()
                .forEach(node -> nodes.addObject()
                        .put("id", node.id())
                        .put("address", node.address())
                        .put("group", node.group())
                        .put("volumes", node.volumes())
                        .put("documents", node.documents())
                        .put("trouble", node.trouble()));
        ArrayNode indexes = json.putArray("indexes");
        for (AdoptionPlan.IndexLine index : plan.indexes()) {
            ObjectNode one = indexes.addObject()
                    .put("uid", index.uid())
                    .put("shards", index.shards())
                    .put("documents", index.documents())
                    .put("copiesToCompare", index.others())
                    .put("remembered", index.remembered());
            numbers(one.putArray("believedShards"), index.believed());
            numbers(one.putArray("olderShards"), index.older());
            numbers(one.putArray("differingShards"), index.differing());
            numbers(one.putArray("lostShards"), index.lost());
        }
        ArrayNode notes = json.putArray("notes");
        plan.notes().forEach(notes::add);
        tasks(plan, json.putArray("tasks"));
        return json.toString();
    }

    private static void numbers(ArrayNode into, Collection<Integer> numbers) {
        numbers.forEach(into::add);
    }
}
