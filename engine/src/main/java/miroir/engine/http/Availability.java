package miroir.engine.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.engine.Engine;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.LostShards;
import miroir.engine.state.OutOfReach;
import miroir.engine.state.Snapshot;
import miroir.engine.state.Withheld;

/** {@code /health}: whether requests are answered and writes accepted at all. */
final class Availability {
    private Availability() {}

    /** Answers 200, or 503 with the reason. */
    static void answer(Context ctx, Engine engine) {
        Withheld withheld = engine.cluster().withheld();
        if (withheld != null && withheld.kind().lasts()) {
            Answers.error(ctx, withheld.wayOut());
            return;
        }
        Optional<String> trouble = engine.vitals()
                .trouble()
                .or(() -> lost(engine.cluster().current()))
                .or(() -> Optional.ofNullable(withheld).map(why -> why.wayOut().message()))
                .or(() -> foreign(engine.cluster().current()))
                .or(() -> LostShards.areAll(engine.cluster().current().cluster())
                        ? Optional.of(LostShards.NOTHING_LEFT)
                        : OutOfReach.reason(engine.cluster().current()))
                .map(reason -> reason.endsWith(".") ? reason : reason + ".");
        trouble.ifPresentOrElse(
                reason -> Answers.error(ctx, new ApiError(ErrorCode.MIROIR_UNAVAILABLE, reason)),
                () -> Answers.json(
                        ctx, 200, JsonNodeFactory.instance.objectNode().put("status", "available")));
    }

    /** A node that was not probed yet is not lost, and a cluster without nodes has lost none. */
    private static Optional<String> lost(Snapshot snapshot) {
        List<Node> nodes = snapshot.cluster().topology().nodes().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .toList();
        boolean all = nodes.stream().allMatch(node -> snapshot.node(node.id()).observed() == Health.DOWN);
        return all && !nodes.isEmpty() ? Optional.of("No node answers.") : Optional.empty();
    }

    private static Optional<String> foreign(Snapshot snapshot) {
        return snapshot.isAmongStrangers()
                ? Optional.of("All nodes belong to another Miroir cluster.")
                : Optional.empty();
    }
}
