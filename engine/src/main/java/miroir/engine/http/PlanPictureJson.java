package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import miroir.core.plan.Plan;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import miroir.engine.api.PlanEntry;
import miroir.engine.api.PlanPicture;

/** A plan as clients see it: everything but the nodes' keys. */
final class PlanPictureJson {
    private PlanPictureJson() {}

    static ObjectNode of(PlanPicture picture) {
        Plan plan = picture.plan();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("planId", picture.planId())
                .put("createdAt", picture.createdAt().toString())
                .put("topologyVersion", plan.topologyVersion())
                .put("applicable", plan.applicable())
                .put("whatIf", plan.wish().whatIf());
        wish(json.putObject("wish"), plan.wish());
        each(
                json,
                "refusals",
                plan.refusals(),
                (r, node) ->
                        node.put("name", r.name()).put("target", r.target()).put("message", r.message()));
        ArrayNode unchecked = json.putArray("unchecked");
        plan.unchecked().forEach(unchecked::add);
        each(json, "moves", plan.moves(), PlanPictureJson::move);
        each(json, "drops", plan.drops(), PlanPictureJson::drop);
        figures(json, plan);
        each(
                json,
                "breaches",
                plan.breaches(),
                (b, node) -> node.put("moment", lower(b.moment()))
                        .put("name", b.name())
                        .put("target", b.target())
                        .put("message", b.message()));
        return json;
    }

    static ObjectNode of(PlanEntry entry) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("planId", entry.planId())
                .put("createdAt", entry.createdAt().toString())
                .put("title", entry.title())
                .put("applicable", entry.applicable())
                .put("whatIf", entry.whatIf())
                .put("operationId", entry.operationId());
        totals(json, entry.totals());
        return json;
    }

    private static void move(Plan.Move move, ObjectNode node) {
        node.put("index", move.index())
                .put("shard", move.shard())
                .put("group", move.group().number())
                .put("from", move.from() == null ? null : move.from().value())
                .put("to", move.to().value())
                .put("rank", move.rank())
                .put("documents", move.documents())
                .put("bytes", move.bytes())
                .put("reason", move.reason());
    }

    private static void drop(Plan.Drop drop, ObjectNode node) {
        node.put("index", drop.index())
                .put("shard", drop.shard())
                .put("node", drop.node().value())
                .put("rank", drop.rank())
                .put("state", ManagementRoutes.state(drop.state()))
                .put("reason", drop.reason());
    }

    private static void totals(ObjectNode json, Plan.Totals totals) {
        json.putObject("totals")
                .put("copies", totals.copies())
                .put("documents", totals.documents())
                .put("bytes", totals.bytes())
                .put("minimumCopies", totals.minimumCopies())
                .put("ratio", totals.ratio());
    }

    private static void figures(ObjectNode json, Plan plan) {
        totals(json, plan.totals());
        json.putObject("etaMs")
                .put("low", plan.eta().low())
                .put("high", plan.eta().high())
                .put("basis", plan.eta().basis());
        ObjectNode balance = json.putObject("balance");
        spread(balance.putObject("before"), plan.balance().before());
        spread(balance.putObject("after"), plan.balance().after());
        each(balance, "nodes", plan.balance().nodes(), PlanPictureJson::load);
        json.putObject("survivors")
                .put("before", plan.survivors().before())
                .put("during", plan.survivors().during())
                .put("after", plan.survivors().after());
        ObjectNode peak = json.putObject("peakExtraBytes");
        plan.peakExtraBytes().forEach((node, bytes) -> peak.put(node.value(), bytes));
    }

    private static void spread(ObjectNode node, Plan.Spread spread) {
        node.put("fewest", spread.fewest())
                .put("most", spread.most())
                .put("mean", spread.mean())
                .put("ratio", spread.ratio());
    }

    private static void load(Plan.NodeLoad load, ObjectNode node) {
        node.put("node", load.node().value())
                .put("group", load.group().number())
                .put("copiesBefore", load.copiesBefore())
                .put("copiesAfter", load.copiesAfter())
                .put("documentsBefore", load.documentsBefore())
                .put("documentsAfter", load.documentsAfter())
                .put("bytesBefore", load.bytesBefore())
                .put("bytesAfter", load.bytesAfter());
    }

    /** The wish in the form in which it is posted, without what was not wished for. */
    private static void wish(ObjectNode json, TopologyWish wish) {
        if (!wish.addNodes().isEmpty()) {
            each(json, "addNodes", wish.addNodes(), PlanPictureJson::newNode);
        }
        nodes(json, "drainNodes", wish.drainNodes());
        nodes(json, "removeNodes", wish.removeNodes());
        if (!wish.replaceNodes().isEmpty()) {
            each(json, "replaceNodes", wish.replaceNodes(), (replace, node) -> {
                node.put("from", replace.from().value());
                node.putObject("to")
                        .put("id", replace.to().id().value())
                        .put("address", replace.to().address().toString());
            });
        }
        if (!wish.addGroups().isEmpty()) {
            each(json, "addGroups", wish.addGroups(), (group, node) -> {
                node.put("group", group.group().number());
                each(node, "nodes", group.nodes(), PlanPictureJson::newNode);
            });
        }
        groups(json, "removeGroups", wish.removeGroups());
        if (wish.replicationFactor() != null) {
            json.put("replicationFactor", wish.replicationFactor());
        }
        nodes(json, "failNodes", wish.failNodes());
        groups(json, "failGroups", wish.failGroups());
    }

    private static void newNode(TopologyWish.NewNode added, ObjectNode node) {
        node.put("id", added.id().value())
                .put("address", added.address().toString())
                .put("group", added.group().number());
    }

    private static void nodes(ObjectNode json, String name, List<NodeId> ids) {
        if (!ids.isEmpty()) {
            ArrayNode array = json.putArray(name);
            ids.forEach(id -> array.add(id.value()));
        }
    }

    private static void groups(ObjectNode json, String name, List<GroupId> ids) {
        if (!ids.isEmpty()) {
            ArrayNode array = json.putArray(name);
            ids.forEach(id -> array.add(id.number()));
        }
    }

    private static <T> void each(ObjectNode json, String name, List<T> values, BiConsumer<T, ObjectNode> writer) {
        ArrayNode array = json.putArray(name);
        values.forEach(value -> writer.accept(value, array.addObject()));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
