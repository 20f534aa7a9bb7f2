package miroir.engine.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Set;
import miroir.engine.state.Cluster;
import miroir.engine.state.Withheld;

/** Refuses what would be answered, or done, from a state that is not, or not yet, the one to go on with. Looking is allowed. */
final class WithheldGuard {
    private static final Set<String> OPEN = Set.of("/", "/health", "/version", "/console/login", "/console/logout");

    private final Cluster cluster;

    WithheldGuard(Cluster cluster) {
        this.cluster = cluster;
    }

    void check(Context ctx) {
        Withheld withheld = cluster.withheld();
        if (withheld != null && !isOpen(ctx, withheld)) {
            throw withheld.refusal();
        }
    }

    private static boolean isOpen(Context ctx, Withheld withheld) {
        String path = Doors.path(ctx);
        boolean looks = ctx.method().equals(HandlerType.GET) || ctx.method().equals(HandlerType.HEAD);
        return OPEN.contains(path)
                || path.startsWith("/webjars/")
                || (Doors.isOperators(path) && (looks || withheld.maySteer()));
    }
}
