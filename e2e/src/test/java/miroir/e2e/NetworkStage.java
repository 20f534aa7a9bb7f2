package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Predicate;
import miroir.e2e.net.FaultProxy;
import miroir.e2e.net.HttpMessage;
import miroir.e2e.net.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes behind proxies, two copies of each shard, for one test after the other. A test that leaves them unwell is
 * the last one on them.
 */
final class NetworkStage implements AutoCloseable {
    /** How long all may take to be well again. */
    static final Duration PATIENCE =
            Duration.ofSeconds(Integer.getInteger("miroir.network.patience", isLong() ? 180 : 60));

    static final Fleet.Shape SHAPE = new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 3, 2, 6, true);

    private @Nullable Fleet started;

    /** Whether everything lasts as long as it may in the field. */
    static boolean isLong() {
        return Boolean.getBoolean("miroir.network.long");
    }

    /** So many seconds in a long run, and else so many. */
    static Duration seconds(int inLongRuns, double otherwise) {
        return Duration.ofMillis((long) (1000 * (isLong() ? inLongRuns : otherwise)));
    }

    /** Requests that write documents in which this text occurs. */
    static Predicate<HttpMessage> writesOf(String text) {
        return request -> request.method().equals("POST")
                && request.path().contains("/documents?")
                && request.text().contains(text);
    }

    Fleet fleet() {
        Fleet fleet = started;
        if (fleet == null) {
            fleet = Fleet.start(SHAPE, Fleet.Extras.PROXIES);
            started = fleet;
        }
        return fleet;
    }

    /** The rule counts for all nodes together. */
    void everywhere(Rule rule) {
        fleet().proxies().forEach(proxy -> proxy.script(rule));
    }

    void forgetEverywhere(Rule rule) {
        fleet().proxies().forEach(proxy -> proxy.forget(rule));
    }

    /** Delivers what is held of a node, and waits until the node has done it. */
    void deliver(int node) {
        for (HttpMessage answer : fleet().proxy(node).release()) {
            fleet().node(node)
                    .await(ChaosLog.tree(answer.text()).path("taskUid").asLong(-1));
        }
    }

    /** Waits until what is delivered late by itself has arrived and the node has done it. */
    void awaitLate(int node) {
        Api.until("it is delivered", () -> fleet().proxy(node).overdue() == 0);
        Api.until(
                "the node has worked it off",
                () -> fleet().node(node)
                                .get("/tasks?limit=1&statuses=enqueued,processing")
                                .json()
                                .path("total")
                                .asInt()
                        == 0);
    }

    static void rest(Duration time) {
        ChaosFleet.pause((int) time.toMillis());
    }

    /** Ends what a test did. */
    void clear() {
        Fleet fleet = started;
        if (fleet == null) {
            return;
        }
        fleet.proxies().forEach(FaultProxy::calm);
        try {
            if (isWell(fleet)) {
                for (JsonNode index : fleet.miroir().get("/indexes").json().path("results")) {
                    fleet.miroir()
                            .succeed(fleet.miroir()
                                    .delete("/indexes/" + index.path("uid").asText()));
                }
                return;
            }
        } catch (UncheckedIOException | IllegalStateException unwell) {
            System.out.println("not used again: " + unwell.getMessage());
        }
        close();
    }

    private static boolean isWell(Fleet fleet) {
        for (JsonNode node : fleet.miroir().get("/_miroir/topology").json().path("nodes")) {
            if (!node.path("health").asText().equals("up")) {
                return false;
            }
        }
        for (JsonNode index : fleet.miroir().get("/_miroir/indexes").json()) {
            JsonNode copies = index.path("copies");
            if (copies.path("stale").asInt()
                            + copies.path("syncing").asInt()
                            + copies.path("missing").asInt()
                    > 0) {
                return false;
            }
        }
        return fleet.miroir()
                        .get("/tasks?limit=1&statuses=enqueued,processing")
                        .json()
                        .path("total")
                        .asInt()
                == 0;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
            started = null;
        }
    }
}
