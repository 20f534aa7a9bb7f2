package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import miroir.core.placement.ShardMarker;
import miroir.core.search.Ask;
import miroir.core.search.PlanRequest;
import miroir.core.search.ScatterPlan;
import miroir.core.search.SearchPlanner;
import miroir.core.search.VolumeAsk;
import miroir.engine.Engine;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.JsonContentType;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/** {@code POST /_miroir/explain}: whom a search of an index would ask right now, and why. Asks nobody. */
final class ExplainRoute {
    private final Engine engine;

    ExplainRoute(Engine engine) {
        this.engine = engine;
    }

    void explain(Context ctx) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        @Nullable String[] uid = new String[1];
        BodyValue.parse(Bodies.read(ctx), ErrorCode.BAD_REQUEST).members(List.of("index", "search"), (name, value) -> {
            if (name.equals("index")) {
                uid[0] = value.as(ErrorCode.INVALID_INDEX_UID).text();
            }
        });
        String index = uid[0];
        if (index == null) {
            throw new ApiException(ErrorCode.MISSING_INDEX_UID, "Missing field `index`");
        }
        Snapshot snapshot = engine.cluster().current();
        IndexEntry entry = Answers.index(snapshot, index);
        ScatterPlan plan = SearchPlanner.plan(new PlanRequest(
                entry.routing(),
                node -> snapshot.node(node).preference(),
                engine.config().readCopies(),
                0,
                Set.of(),
                null));
        Answers.json(ctx, 200, json(entry, plan));
    }

    private static ObjectNode json(IndexEntry entry, ScatterPlan plan) {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("index", entry.stored().uid());
        ArrayNode asks = answer.putArray("requests");
        for (VolumeAsk ask : plan.asks()) {
            ObjectNode request = asks.addObject()
                    .put("node", ask.volume().node().value())
                    .put("group", ask.group().number())
                    .put("rank", ask.volume().rank())
                    .put("volume", entry.volumeUid(ask.volume()))
                    .put("filter", filter(ask.ask()))
                    .put("why", why(ask));
            ArrayNode shards = request.putArray("shards");
            ask.shards().forEach(shards::add);
        }
        ArrayNode missing = answer.putArray("missing");
        plan.missing().forEach(m -> missing.addObject().put("shard", m.shard()).put("reason", m.reason()));
        return answer;
    }

    private static @Nullable String filter(Ask ask) {
        if (ask instanceof Ask.Only only) {
            return ShardMarker.in(only.shards());
        }
        return ask instanceof Ask.AllBut others ? ShardMarker.notIn(others.shards()) : null;
    }

    private static String why(VolumeAsk ask) {
        String whole =
                ask.ask() instanceof Ask.Whole ? "all it holds is wanted" : "it stands in for some of its shards";
        return ask.volume().rank() == 0 ? whole : whole + "; lower ranks of them do not serve";
    }
}
