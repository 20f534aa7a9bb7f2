package miroir.e2e;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares, when all is quiet, what was promised with what Miroir answers and with what each node holds. */
final class ChaosJudge {
    private static final Pattern VOLUME = Pattern.compile("(.*)-\\d+-r(\\d+)");
    private static final String ALL = "{\"limit\":100000}";

    private final ChaosFleet fleet;
    private final ChaosLog log;
    private final Map<String, Map<String, Set<JsonNode>>> possible = new TreeMap<>();
    private long compared;

    ChaosJudge(ChaosFleet fleet, Collection<ChaosWriter> writers) {
        this.fleet = fleet;
        this.log = fleet.log;
        JsonNode stable = ChaosLog.tree("{\"kind\":\"stable\"}");
        for (String index : ChaosFleet.SHARDS.keySet()) {
            Map<String, Set<JsonNode>> all = new TreeMap<>();
            for (int i = 0; i < ChaosSearcher.STABLE; i++) {
                all.put("s-" + i, Set.of(stable));
            }
            possible.put(index, all);
        }
        writers.forEach(writer -> requireNonNull(possible.get(writer.index())).putAll(writer.possible()));
    }

    /** How many documents were compared, each copy of each. */
    long compared() {
        return compared;
    }

    void judge() {
        fleet.await("every operation ends and only copies in sync are left", this::isQuiet);
        for (String index : possible.keySet()) {
            Map<String, JsonNode> held = throughMiroir(index);
            Map<String, Integer> shards = new HashMap<>();
            held.keySet().forEach(id -> shards.put(id, shard(index, id)));
            copies(index, held, shards);
            verify(index);
        }
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

    private Map<String, JsonNode> throughMiroir(String index) {
        Map<String, JsonNode> held = new TreeMap<>();
        for (JsonNode document : fleet.miroir()
                .post("/indexes/" + index + "/documents/fetch", ALL)
                .json()
                .path("results")) {
            String id = document.path("id").asText();
            if (held.put(id, ChaosWriter.content(document)) != null) {
                log.fault(index + ": doubled: " + id);
            }
        }
        requireNonNull(possible.get(index)).forEach((id, contents) -> {
            compared++;
            JsonNode found = held.getOrDefault(id, Api.JSON.nullNode());
            if (!contents.contains(found)) {
                String what = found.isNull()
                        ? "lost"
                        : contents.stream().allMatch(JsonNode::isNull) ? "resurrected" : "wrong";
                log.fault(index + ": " + what + ": " + id + " is " + found + ", expected one of " + contents);
            }
        });
        held.keySet().stream()
                .filter(id -> !possible.get(index).containsKey(id))
                .forEach(id -> log.fault(index + ": nobody wrote " + id));
        return held;
    }

    private int shard(String index, String id) {
        return fleet.ask("/_miroir/indexes/" + index + "/locate/" + id)
                .path("shard")
                .asInt();
    }

    /** Every volume of every node holds exactly the documents of the shards that have a copy there. */
    private void copies(String index, Map<String, JsonNode> held, Map<String, Integer> shards) {
        Map<String, Set<Integer>> assigned = new TreeMap<>();
        for (JsonNode shard : fleet.ask("/_miroir/indexes/" + index + "/shards")) {
            for (JsonNode copy : shard.path("copies")) {
                String place =
                        copy.path("node").asText() + " r" + copy.path("rank").asInt();
                assigned.computeIfAbsent(place, absent -> new HashSet<>())
                        .add(shard.path("shard").asInt());
            }
        }
        Map<Integer, String> marks = new HashMap<>();
        for (int node : List.copyOf(fleet.members)) {
            for (JsonNode volume :
                    fleet.fleet.node(node).get("/indexes?limit=1000").json().path("results")) {
                Matcher name = VOLUME.matcher(volume.path("uid").asText());
                if (name.matches() && name.group(1).equals(index)) {
                    String place = fleet.fleet.nodeId(node) + " r" + name.group(2);
                    Set<Integer> here = assigned.getOrDefault(place, Set.of());
                    assigned.remove(place);
                    Map<String, JsonNode> expected = new TreeMap<>(held);
                    expected.keySet().removeIf(id -> !here.contains(shards.get(id)));
                    volume(index + " on " + place, documents(node, name.group()), expected, shards, marks);
                }
            }
        }
        assigned.forEach((place, missing) -> log.fault(index + ": no volume on " + place + " for shards " + missing));
    }

    private JsonNode documents(int node, String volume) {
        return fleet.fleet
                .node(node)
                .post("/indexes/" + volume + "/documents/fetch", ALL)
                .json()
                .path("results");
    }

    private void volume(
            String place,
            JsonNode documents,
            Map<String, JsonNode> expected,
            Map<String, Integer> shards,
            Map<Integer, String> marks) {
        Map<String, JsonNode> missing = new TreeMap<>(expected);
        for (JsonNode document : documents) {
            compared++;
            String id = document.path("id").asText();
            JsonNode right = missing.remove(id);
            if (right == null) {
                log.fault(place + ": left over: " + document + ", shard " + shards.get(id));
            } else if (!right.equals(ChaosWriter.content(document))) {
                log.fault(place + ": differs: " + document + ", Miroir answers " + right);
            }
            String mark = document.path("_miroir_shard").asText();
            Integer shard = shards.get(id);
            if (shard != null && !marks.computeIfAbsent(shard, absent -> mark).equals(mark)) {
                log.fault(place + ": another mark than the rest of shard " + shard + ": " + document);
            }
        }
        missing.forEach((id, right) -> log.fault(place + ": missing: " + id + " " + right));
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
        int shards = requireNonNull(ChaosFleet.SHARDS.get(index));
        if (!ended.path("status").asText().equals("succeeded")
                || ended.path("result").path("differing").asInt(-1) != 0
                || ended.path("result").path("compared").asInt() < shards) {
            log.fault("verify " + index + ": " + ended);
        }
    }
}
