package miroir.engine.http;

import io.javalin.http.Context;
import miroir.engine.state.Cluster;
import miroir.engine.state.Outdated;

/** Refuses what would be answered, or done, from a state that is older than what the nodes have seen. Looking is allowed. */
final class OutdatedGuard {
    private final Cluster cluster;

    OutdatedGuard(Cluster cluster) {
        this.cluster = cluster;
    }

    void check(Context ctx) {
        String reason = cluster.outdated();
        if (reason != null && !isOpen(ctx)) {
            throw Outdated.refusal(reason);
        }
    }

    private static boolean isOpen(Context ctx) {
        String path = ctx.path();
        boolean looks = ctx.method().name().equals("GET") || ctx.method().name().equals("HEAD");
        return path.equals("/")
                || path.equals("/health")
                || path.equals("/version")
                || path.equals("/console")
                || path.startsWith("/console/")
                || path.startsWith("/webjars/")
                || (looks && path.startsWith("/_miroir/"));
    }
}
