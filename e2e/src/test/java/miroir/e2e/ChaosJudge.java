package miroir.e2e;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares, when all is quiet, what was promised with what Miroir answers and with what each node holds. */
final class ChaosJudge {
    private final ChaosFleet fleet;
    private final ChaosLog log;
    private final Inventory inventory;
    private final Map<String, Map<String, Set<JsonNode>>> possible = new TreeMap<>();

    ChaosJudge(ChaosFleet fleet, Collection<ChaosWriter> writers) {
        this.fleet = fleet;
        this.log = fleet.log;
        this.inventory = new Inventory(fleet.fleet, fleet.members, log::fault);
        JsonNode stable = ChaosLog.tree("{\"kind\":\"stable\"}");
        for (String index : fleet.shards.keySet()) {
            Map<String, Set<JsonNode>> all = new TreeMap<>();
            for (int i = 0; i < ChaosSearcher.STABLE; i++) {
                all.put("s-" + i, Set.of(stable));
            }
            possible.put(index, all);
        }
        writers.forEach(writer -> requireNonNull(possible.get(writer.index())).putAll(writer.possible()));
    }

    /** What was compared and found. */
    Inventory inventory() {
        return inventory;
    }

    void judge() {
        awaitQuiet();
        compare();
    }

    void awaitQuiet() {
        fleet.await("every operation ends and only copies in sync are left", this::isQuiet);
    }

    void compare() {
        possible.forEach((index, documents) -> {
            inventory.awaitSwept(index);
            inventory.compare(index, documents);
            verify(index);
        });
    }

    private boolean isQuiet() {
        for (JsonNode operation : fleet.ask("/_miroir/operations")) {
            String status = operation.path("status").asText();
            if (status.equals("running") || status.equals("paused")) {
                return false;
            }
        }
        for (String index : possible.keySet()) {
            for (JsonNode shard : fleet.ask("/_miroir/indexes/" + index + "/shards")) {
                Set<String> states = new HashSet<>(shard.findValuesAsText("state"));
                if (!states.equals(Set.of("inSync"))) {
                    return false;
                }
            }
        }
        return fleet.isWhole();
    }

    private void verify(String index) {
        String id = fleet.miroir()
                .post("/_miroir/indexes/" + index + "/verify", "{}")
                .json()
                .path("operationId")
                .asText();
        fleet.await(
                "the verification ends",
                () -> !fleet.ask("/_miroir/operations/" + id)
                        .path("status")
                        .asText()
                        .equals("running"));
        JsonNode ended = fleet.ask("/_miroir/operations/" + id);
        int shards = requireNonNull(fleet.shards.get(index));
        if (!ended.path("status").asText().equals("succeeded")
                || ended.path("result").path("differing").asInt(-1) != 0
                || ended.path("result").path("compared").asInt() < shards) {
            log.fault("verify " + index + ": " + ended);
        }
    }
}
