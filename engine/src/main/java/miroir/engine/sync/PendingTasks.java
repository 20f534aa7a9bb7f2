package miroir.engine.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.engine.copy.NodeCalls;
import miroir.engine.copy.NodeTrouble;
import miroir.engine.copy.Place;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Ports;

/** What a node was told to do in one volume and has not done yet. Loop thread. */
final class PendingTasks {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MAX_POLLS = 3000;

    private final Ports ports;
    private final NodeCalls calls;
    private final Place place;

    PendingTasks(Ports ports, NodeCalls calls, Place place) {
        this.ports = ports;
        this.calls = calls;
        this.place = place;
    }

    /** Completes when all of it that there is now has been done. */
    CompletableFuture<Void> ended() {
        return ask("/tasks?limit=1")
                .thenApply(page -> page.path("results").path(0).path("uid").asLong(-1))
                .thenCompose(newest -> ended(newest, MAX_POLLS));
    }

    private CompletableFuture<Void> ended(long newest, int polls) {
        String path = "/tasks?limit=1&reverse=true&statuses=enqueued,processing&indexUids=" + place.volume();
        return ask(path).thenCompose(page -> {
            JsonNode oldest = page.path("results").path(0);
            if (oldest.isMissingNode() || oldest.path("uid").asLong() > newest) {
                return CompletableFuture.completedFuture(null);
            }
            if (polls == 0) {
                throw new NodeTrouble(place.node(), "its tasks do not end", false);
            }
            CompletableFuture<Void> rest = new CompletableFuture<>();
            ports.loop().after(POLL, () -> rest.complete(null));
            return rest.thenCompose(x -> ended(newest, polls - 1));
        });
    }

    private CompletableFuture<JsonNode> ask(String path) {
        return calls.askJson(NodeRequest.get(place.node(), path, TIMEOUT));
    }
}
