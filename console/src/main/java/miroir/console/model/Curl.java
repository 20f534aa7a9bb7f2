package miroir.console.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import miroir.core.plan.TopologyWish;
import miroir.core.plan.TopologyWish.NewNode;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.Operator.Throttle;
import org.jspecify.annotations.Nullable;

/** The commands that give the same order to the management API. Keys are never in them. */
public final class Curl {
    private final String base;

    /** Commands for Miroir at that address. */
    public Curl(String base) {
        this.base = base;
    }

    /** Asks for a plan. */
    public String plan(TopologyWish wish) {
        return post("/_miroir/plans", json(wish));
    }

    /** Applies a plan. */
    public String apply(String planId) {
        return post("/_miroir/plans/" + Links.segment(planId) + "/apply", null);
    }

    /** Gives an operation an order. */
    public String steer(String operationId, String order) {
        return post("/_miroir/operations/" + Links.segment(operationId) + "/" + order, null);
    }

    /** Changes what an operation may use. */
    public String throttle(String operationId, Throttle throttle) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("bytesPerSecond", throttle.bytesPerSecond());
        body.put("concurrentMoves", throttle.concurrentMoves());
        return post("/_miroir/operations/" + Links.segment(operationId) + "/throttle", body);
    }

    /** Compares the copies of an index, or with {@code repair} also mends them. */
    public String verify(String index, boolean repair) {
        return post("/_miroir/indexes/" + Links.segment(index) + (repair ? "/repair" : "/verify"), null);
    }

    /** Accepts copies. */
    public String accept(AcceptWish wish) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode shards = body.putArray("shards");
        List<AcceptWish.Choice> choices = wish.choices();
        if (choices == null) {
            body.put("shards", "all");
        } else {
            choices.forEach(c -> shards.addObject().put("shard", c.shard()).put("node", c.node()));
        }
        if (wish.force()) {
            body.put("force", true);
        }
        return post("/_miroir/indexes/" + Links.segment(wish.index()) + "/accept", body);
    }

    /** Changes a node's address or key. */
    public String node(NodeEdit edit) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (edit.address() != null) {
            body.put("address", edit.address().toString());
        }
        if (edit.key() != null) {
            body.put("key", "NODE_KEY");
        }
        return send("PATCH", "/_miroir/nodes/" + Links.segment(edit.node()), body);
    }

    /** Reads. */
    public String get(String path) {
        return "curl -H \"Authorization: Bearer $MIROIR_KEY\" " + quoted(base + path);
    }

    private String post(String path, @Nullable ObjectNode body) {
        return send("POST", path, body);
    }

    private String send(String method, String path, @Nullable ObjectNode body) {
        String order =
                "curl -X " + method + " " + quoted(base + path) + " \\\n  -H \"Authorization: Bearer $MIROIR_KEY\"";
        return body == null
                ? order
                : order + " \\\n  -H 'Content-Type: application/json' \\\n  --data " + quoted(body.toString());
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static ObjectNode json(TopologyWish wish) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        wish.addNodes().forEach(n -> node(body.withArray("addNodes").addObject(), n, true));
        wish.drainNodes().forEach(n -> body.withArray("drainNodes").add(n.value()));
        wish.removeNodes().forEach(n -> body.withArray("removeNodes").add(n.value()));
        wish.replaceNodes().forEach(r -> {
            ObjectNode replacement = body.withArray("replaceNodes").addObject();
            replacement.put("from", r.from().value());
            node(replacement.putObject("to"), r.to(), false);
        });
        wish.addGroups().forEach(g -> {
            ObjectNode group = body.withArray("addGroups").addObject();
            group.put("group", g.group().number());
            ArrayNode nodes = group.putArray("nodes");
            g.nodes().forEach(n -> node(nodes.addObject(), n, false));
        });
        wish.removeGroups().forEach(g -> body.withArray("removeGroups").add(g.number()));
        if (wish.replicationFactor() != null) {
            body.put("replicationFactor", wish.replicationFactor());
        }
        wish.failNodes().forEach(n -> body.withArray("failNodes").add(n.value()));
        wish.failGroups().forEach(g -> body.withArray("failGroups").add(g.number()));
        return body;
    }

    private static void node(ObjectNode body, NewNode node, boolean grouped) {
        body.put("id", node.id().value());
        body.put("address", node.address().toString());
        if (grouped) {
            body.put("group", node.group().number());
        }
        if (node.key() != null) {
            body.put("key", "NODE_KEY");
        }
    }
}
