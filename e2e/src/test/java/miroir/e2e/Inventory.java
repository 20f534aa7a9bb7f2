package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares, when all is quiet, what an index should hold with what Miroir answers and with every document that each node
 * holds.
 */
final class Inventory {
    private static final Pattern VOLUME = Pattern.compile("(.+)-([0-9]+)-r([0-9]+)-[0-9a-f]{6}-([0-9]+)");
    /** Seconds until what belongs to nothing is swept. */
    private static final int SWEPT = 90;

    private static final String ALL = "{\"limit\":100000}";

    private final Fleet fleet;
    private final List<Integer> nodes;
    private final Consumer<String> report;
    private final Map<Wrong, Long> found = new EnumMap<>(Wrong.class);
    private long compared;

    Inventory(Fleet fleet, Collection<Integer> nodes, Consumer<String> report) {
        this.fleet = fleet;
        this.nodes = List.copyOf(nodes);
        this.report = report;
        for (Wrong wrong : Wrong.values()) {
            found.put(wrong, 0L);
        }
    }

    /** What can be wrong with a document. */
    enum Wrong {
        LOST,
        RESURRECTED,
        DOUBLED,
        /** Neither what it was made last nor what a request without an answer may have made it. */
        CHANGED,
        /** A copy holds something else than Miroir answers. */
        UNEQUAL
    }

    /** How many documents were compared, each copy of each. */
    long compared() {
        return compared;
    }

    /** How much was found, by kind. */
    Map<Wrong, Long> found() {
        return found;
    }

    private void report(Wrong wrong, String what) {
        found.merge(wrong, 1L, Long::sum);
        report.accept(wrong + " " + what);
    }

    /** By id, what each document may be, without its id; a JSON null: absent. */
    void compare(String index, Map<String, Set<JsonNode>> possible) {
        Api.Answer all = fleet.miroir().post("/indexes/" + index + "/documents/fetch", ALL);
        if (all.status() != 200) {
            report.accept(index + ": cannot be listed: " + all.status() + " " + all.json());
            return;
        }
        Map<String, JsonNode> held = throughMiroir(index, all.json().path("results"), possible);
        Map<String, Integer> shards = new HashMap<>();
        held.keySet()
                .forEach(id -> shards.put(
                        id,
                        ask("/_miroir/indexes/" + index + "/locate/" + id)
                                .path("shard")
                                .asInt()));
        copies(index, held, shards);
    }

    private JsonNode ask(String path) {
        return ChaosLog.patiently(() -> fleet.miroir().get(path).json());
    }

    private Map<String, JsonNode> throughMiroir(String index, JsonNode documents, Map<String, Set<JsonNode>> possible) {
        Map<String, JsonNode> held = new TreeMap<>();
        for (JsonNode document : documents) {
            String id = document.path("id").asText();
            if (held.put(id, ChaosWriter.content(document)) != null) {
                report(Wrong.DOUBLED, index + ": " + id);
            }
        }
        possible.forEach((id, contents) -> {
            compared++;
            JsonNode is = held.getOrDefault(id, Api.JSON.nullNode());
            if (!contents.contains(is)) {
                Wrong wrong = is.isNull()
                        ? Wrong.LOST
                        : contents.stream().allMatch(JsonNode::isNull) ? Wrong.RESURRECTED : Wrong.CHANGED;
                report(wrong, index + ": " + id + " is " + is + ", expected one of " + contents);
            }
        });
        held.keySet().stream()
                .filter(id -> !possible.containsKey(id))
                .forEach(id -> report(Wrong.RESURRECTED, index + ": nobody wrote " + id));
        return held;
    }

    /** Every volume of every node holds exactly the documents of the shards that have a copy there. */
    private void copies(String index, Map<String, JsonNode> held, Map<String, Integer> shards) {
        Map<String, Set<Integer>> assigned = assigned(index);
        Map<Integer, String> marks = new HashMap<>();
        volumes(index).forEach((place, volume) -> {
            Set<Integer> here = assigned.getOrDefault(place, Set.of());
            assigned.remove(place);
            Map<String, JsonNode> expected = new TreeMap<>(held);
            expected.keySet().removeIf(id -> !here.contains(shards.get(id)));
            volume(index + " on " + place, volume.documents(), expected, shards, marks);
        });
        assigned.forEach((place, missing) ->
                report(Wrong.UNEQUAL, index + ": no volume on " + place + " for shards " + missing));
    }

    /** By "node rank", the shards that have a copy there. */
    private Map<String, Set<Integer>> assigned(String index) {
        Map<String, Set<Integer>> assigned = new TreeMap<>();
        for (JsonNode shard : ask("/_miroir/indexes/" + index + "/shards")) {
            for (JsonNode copy : shard.path("copies")) {
                String place =
                        copy.path("node").asText() + " r" + copy.path("rank").asInt();
                assigned.computeIfAbsent(place, absent -> new HashSet<>())
                        .add(shard.path("shard").asInt());
            }
        }
        return assigned;
    }

    /** A volume on a node. */
    record Volume(Api node, String uid) {
        JsonNode documents() {
            return node.post("/indexes/" + uid + "/documents/fetch", ALL).json().path("results");
        }
    }

    private record Found(int node, Matcher name) {
        long number(int group) {
            return Long.parseLong(name.group(group));
        }
    }

    /** By "node rank", the volumes of an index; those of an index that had its name before are not among them. */
    Map<String, Volume> volumes(String index) {
        Map<String, Volume> volumes = new TreeMap<>();
        found(index).forEach((place, all) -> volumes.put(place, all.get(all.size() - 1)));
        return volumes;
    }

    /** Waits until each place has one volume: what nothing refers to, or a request made that went astray, is swept soon. */
    void awaitSwept(String index) {
        for (int wait = 0; wait < SWEPT && found(index).values().stream().anyMatch(all -> all.size() > 1); wait++) {
            ChaosFleet.pause(1000);
        }
    }

    private Map<String, List<Volume>> found(String index) {
        List<Found> all = new ArrayList<>();
        for (int node : nodes) {
            for (JsonNode volume :
                    fleet.node(node).get("/indexes?limit=1000").json().path("results")) {
                Matcher name = VOLUME.matcher(volume.path("uid").asText());
                if (name.matches() && name.group(1).equals(index)) {
                    all.add(new Found(node, name));
                }
            }
        }
        long newest = all.stream().mapToLong(found -> found.number(2)).max().orElse(-1);
        all.removeIf(found -> found.number(2) < newest);
        all.sort(Comparator.comparingLong(found -> found.number(4)));
        Map<String, List<Volume>> byPlace = new TreeMap<>();
        for (Found found : all) {
            String place = fleet.nodeId(found.node) + " r" + found.number(3);
            byPlace.computeIfAbsent(place, p -> new ArrayList<>())
                    .add(new Volume(fleet.node(found.node), found.name.group()));
        }
        return byPlace;
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
                report(Wrong.UNEQUAL, place + ": left over: " + document + ", shard " + shards.get(id));
            } else if (!right.equals(ChaosWriter.content(document))) {
                report(Wrong.UNEQUAL, place + ": differs: " + document + ", Miroir answers " + right);
            }
            String mark = document.path("_miroir_shard").asText();
            Integer shard = shards.get(id);
            if (shard != null && !marks.computeIfAbsent(shard, absent -> mark).equals(mark)) {
                report(Wrong.UNEQUAL, place + ": another mark than the rest of shard " + shard + ": " + document);
            }
        }
        missing.forEach((id, right) -> report(Wrong.UNEQUAL, place + ": missing: " + id + " " + right));
    }
}
