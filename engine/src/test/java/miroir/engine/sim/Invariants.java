package miroir.engine.sim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Rendezvous;
import miroir.core.placement.ShardMarker;
import miroir.core.placement.VolumeName;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.engine.api.SearchReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.request.DocumentsRequest;
import miroir.engine.settings.NodeSettings;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.FormerLife;
import miroir.engine.store.StoredVolume;

/** What must be true of a simulated cluster: some of it always, the rest once everything has settled. */
final class Invariants {
    private final Simulation world;

    Invariants(Simulation world) {
        this.world = world;
    }

    /** Whether the copy is out of sync because its node proved to have another set of data. */
    static boolean isLost(Copy copy) {
        return copy.reason().contains(FormerLife.LOST) || copy.reason().contains(FormerLife.PUT_BACK);
    }

    /** Documents go to copies that are in sync and to no others. */
    void onRequest(NodeRequest request) {
        byte[] body = request.body();
        if (!Faults.addsDocuments(request) || body == null) {
            return;
        }
        CopyState wanted =
                request.path().contains("customMetadata=miroir-sync") ? CopyState.SYNCING : CopyState.IN_SYNC;
        String volume = request.path().split("/", -1)[2];
        IndexEntry entry = world.latest().indexes().values().stream()
                .filter(e -> rank(e, request.node(), volume) >= 0)
                .findFirst()
                .orElseThrow(() -> new AssertionError("a write to " + volume + ", which no index has"));
        int rank = rank(entry, request.node(), volume);
        new String(body, StandardCharsets.UTF_8).lines().forEach(line -> {
            int shard =
                    ShardMarker.shard(Oracle.read(line).path(ShardMarker.FIELD).asText());
            boolean inSync = entry.routes().copies().stream()
                    .anyMatch(copy -> copy.shard() == shard
                            && copy.node().equals(request.node())
                            && copy.rank() == rank
                            && copy.state() == wanted);
            require(inSync, () -> "shard " + shard + " written on " + request.node() + "/" + volume + " out of sync");
        });
    }

    /** The rank of an index's volume that has that name on that node; -1: it has none. */
    private static int rank(IndexEntry entry, NodeId node, String name) {
        return entry.volumes().known().values().stream()
                .filter(volume -> volume.node().equals(node) && volume.name().equals(name))
                .mapToInt(StoredVolume::rank)
                .findFirst()
                .orElse(-1);
    }

    /** Everything, on a cluster that has settled. */
    void settled(Map<String, Oracle.Model> oracle) {
        Map<String, IndexEntry> indexes =
                world.engine().cluster().current().cluster().indexes();
        oracle.forEach((uid, model) -> {
            IndexEntry entry = indexes.get(uid);
            String key = entry == null ? model.key : entry.stored().primaryKey();
            require(Objects.equals(model.key, key), uid + " has the primary key " + key + ", expected " + model.key);
        });
        require(
                indexes.keySet().equals(oracle.keySet()),
                "indexes " + indexes.keySet() + ", expected " + oracle.keySet());
        require(world.promised.stream().allMatch(uid -> world.store.task(uid).isPresent()), "a promised task is gone");
        indexes.forEach((uid, entry) -> {
            require(entry.phase() == IndexEntry.Phase.READY, () -> uid + " is " + entry.phase());
            settled(entry, requireNonNull(oracle.get(uid)));
        });
    }

    private void settled(IndexEntry entry, Oracle.Model model) {
        Map<String, String> whole = new TreeMap<>();
        Set<Integer> lost = new TreeSet<>();
        Map<String, Map<Integer, Map<String, String>>> seen = new HashMap<>();
        Set<String> checked = new HashSet<>();
        for (int shard : IntStream.range(0, entry.routes().shards()).toArray()) {
            List<Copy> copies = entry.routes().copies().stream()
                    .filter(c -> c.shard() == shard)
                    .toList();
            List<Copy> inSync =
                    copies.stream().filter(c -> c.state() == CopyState.IN_SYNC).toList();
            if (inSync.isEmpty()) {
                lost.add(shard);
                // a copy that was lost may have been given up since: then only what was on its way out before is left
                require(
                        copies.stream().anyMatch(Invariants::isLost)
                                || copies.stream().allMatch(c -> c.state() == CopyState.LEAVING),
                        () -> "the last copy of shard " + shard + " was demoted: " + copies);
                continue;
            }
            Map<String, String> first = contents(entry, inSync.get(0), seen);
            for (Copy copy : inSync) {
                Map<String, String> other = contents(entry, copy, seen);
                require(other.equals(first), () -> "copies differ: " + inSync.get(0) + first + "\n" + copy + other);
                if (checked.add(copy.node() + "/" + copy.rank())) {
                    requireSettings(entry, copy, model);
                }
            }
            requireExpected(entry, shard, first, model);
            whole.putAll(first);
        }
        requireReadable(entry, whole, lost);
    }

    private static void requireExpected(IndexEntry entry, int shard, Map<String, String> found, Oracle.Model model) {
        Set<String> ids = new TreeSet<>(found.keySet());
        ids.addAll(model.documents.keySet());
        for (String id : ids) {
            if (Rendezvous.shardForKey(id, entry.routes().shards()) == shard) {
                String value = found.getOrDefault(id, "");
                require(
                        model.of(id).contains(value),
                        () -> entry.stored().uid() + "/" + id + " in shard " + shard + " is " + value
                                + ", expected one of " + model.of(id));
            } else {
                require(!found.containsKey(id), () -> id + " carries the marker of shard " + shard);
            }
        }
    }

    /** What nodes hold that the catalogue does not know: other volumes, and documents of other shards. */
    List<String> leftOver() {
        Map<String, Set<Integer>> wanted = new TreeMap<>();
        var state = world.engine().cluster().current().cluster();
        for (IndexEntry entry : state.indexes().values()) {
            for (Copy copy : entry.routes().copies()) {
                wanted.computeIfAbsent(
                                copy.node() + "/" + entry.volumeUid(copy.node(), copy.rank()), v -> new TreeSet<>())
                        .add(copy.shard());
            }
        }
        List<String> found = new ArrayList<>();
        state.topology().nodes().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .forEach(node -> found.addAll(leftOver(node.id(), wanted)));
        return found;
    }

    private List<String> leftOver(NodeId node, Map<String, Set<Integer>> wanted) {
        List<String> found = new ArrayList<>();
        for (JsonNode index : world.nodes.node(node).read("/indexes?limit=1000").path("results")) {
            String name = index.path("uid").asText();
            String volume = node + "/" + name;
            if (!wanted.containsKey(volume) && VolumeName.parse(name).isPresent()) {
                found.add(volume);
            }
            for (JsonNode document : world.nodes
                    .node(node)
                    .read("/indexes/" + name + "/documents?limit=100000")
                    .path("results")) {
                int shard = ShardMarker.shard(document.path(ShardMarker.FIELD).asText());
                if (wanted.containsKey(volume) && !wanted.get(volume).contains(shard)) {
                    found.add(volume + " shard " + shard + ": " + document.path("id"));
                }
            }
        }
        return found;
    }

    /** The documents of a copy. */
    private Map<String, String> contents(
            IndexEntry entry, Copy copy, Map<String, Map<Integer, Map<String, String>>> seen) {
        return seen.computeIfAbsent(copy.node() + "/" + copy.rank(), volume -> contents(entry, copy))
                .getOrDefault(copy.shard(), Map.of());
    }

    /** The documents of the volume in which a copy lies, by shard. */
    private Map<Integer, Map<String, String>> contents(IndexEntry entry, Copy copy) {
        JsonNode list = world.nodes
                .node(copy.node())
                .read("/indexes/" + entry.volumeUid(copy.node(), copy.rank()) + "/documents?limit=100000");
        require(list.has("results"), () -> copy + " has no volume " + entry.volumeUid(copy.node(), copy.rank()));
        Map<Integer, Map<String, String>> contents = new HashMap<>();
        for (JsonNode found : list.path("results")) {
            ObjectNode document = (ObjectNode) found;
            int shard = ShardMarker.shard(document.remove(ShardMarker.FIELD).asText());
            contents.computeIfAbsent(shard, x -> new HashMap<>()).put(id(entry, document), Oracle.canonical(document));
        }
        return contents;
    }

    /** A document's id. */
    static String id(IndexEntry entry, JsonNode document) {
        String key = entry.stored().primaryKey();
        return document.path(key == null ? "id" : key).asText();
    }

    private void requireSettings(IndexEntry entry, Copy copy, Oracle.Model model) {
        JsonNode index = world.nodes.node(copy.node()).read("/indexes/" + entry.volumeUid(copy.node(), copy.rank()));
        String key = index.path("primaryKey").textValue();
        require(
                key == null || key.equals(entry.stored().primaryKey()) || Stalled.isHalfDone(world, entry),
                () -> copy + " has the primary key " + key + ", expected "
                        + entry.stored().primaryKey());
        if (!model.settingsCertain) {
            return;
        }
        JsonNode found = world.nodes
                .node(copy.node())
                .read("/indexes/" + entry.volumeUid(copy.node(), copy.rank()) + "/settings");
        ObjectNode wanted = NodeSettings.of(entry.stored().settings());
        for (String name : List.of("filterableAttributes", "sortableAttributes", "stopWords")) {
            require(
                    found.path(name).equals(wanted.path(name)),
                    () -> copy + " has " + name + " " + found.path(name) + ", expected " + wanted.path(name));
        }
    }

    /** Whether no volume that serves has settings that somebody meddled with. */
    boolean unmeddled() {
        return world.latest().indexes().values().stream()
                .allMatch(entry -> entry.routes().copies().stream()
                        .filter(copy -> copy.state() == CopyState.IN_SYNC)
                        .map(copy -> world.nodes
                                .node(copy.node())
                                .read("/indexes/" + entry.volumeUid(copy.node(), copy.rank()) + "/settings"))
                        .noneMatch(read -> read.path("stopWords").toString().contains(Nemesis.MEDDLED)));
    }

    /** What clients read: each document once, nothing else; an error when a shard is lost. */
    private void requireReadable(IndexEntry entry, Map<String, String> whole, Set<Integer> lost) {
        var reply = world.engine()
                .reads()
                .documents(
                        world.engine().cluster().current(),
                        entry,
                        DocumentsRequest.fromQuery(Map.of("limit", List.of("1000"))));
        world.steps.runUntil(reply::isDone, Duration.ofMinutes(1));
        SearchReply answer = reply.join();
        require(
                (answer.status() == 200) == lost.isEmpty(),
                () -> "reading answers " + answer.status() + " with lost shards " + lost + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
        if (lost.isEmpty()) {
            JsonNode results = Oracle.read(new String(answer.body(), StandardCharsets.UTF_8))
                    .path("results");
            List<String> read = new ArrayList<>();
            results.forEach(document -> read.add(Oracle.canonical(document)));
            require(
                    read.stream()
                            .sorted()
                            .toList()
                            .equals(whole.values().stream().sorted().toList()),
                    () -> "read " + read + ", expected "
                            + whole.values().stream().collect(Collectors.toList()));
        }
    }

    static void require(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new AssertionError(what.get());
        }
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
