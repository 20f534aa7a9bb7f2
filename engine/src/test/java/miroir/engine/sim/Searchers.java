package miroir.engine.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import miroir.core.placement.Rendezvous;
import miroir.engine.api.SearchReply;
import miroir.engine.request.DocumentsRequest;
import miroir.engine.request.SearchRequest;
import miroir.engine.search.Policy;
import miroir.engine.search.SearchService;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Snapshot;
import miroir.engine.state.Unattended;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole indexes again and again. No document may come twice; while no client writes, exactly what the oracle says
 * must come, but for shards that the answer says are missing.
 */
final class Searchers {
    private static final byte[] ALL = "{\"q\":\"\",\"limit\":1000}".getBytes(StandardCharsets.UTF_8);

    private final Random random;
    private final Simulation world;
    private final Nemesis nemesis;
    private final Supplier<Map<String, Oracle.Model>> oracle;
    private @Nullable AssertionError wrong;
    private boolean givenUp;
    private long answers;
    private long compared;

    Searchers(Random random, Simulation world, Nemesis nemesis, Supplier<Map<String, Oracle.Model>> oracle) {
        this.random = random;
        this.world = world;
        this.nemesis = nemesis;
        this.oracle = oracle;
    }

    /** Starts one read. */
    void read() {
        complain();
        Snapshot snapshot = world.engine().cluster().current();
        List<IndexEntry> ready = snapshot.cluster().indexes().values().stream()
                .filter(e -> e.phase() == IndexEntry.Phase.READY)
                .toList();
        if (ready.isEmpty()) {
            return;
        }
        IndexEntry entry = ready.get(random.nextInt(ready.size()));
        boolean search = random.nextBoolean();
        CompletableFuture<SearchReply> reply = search
                ? world.engine()
                        .search()
                        .search(new SearchService.Call(snapshot, entry, SearchRequest.fromJson(ALL), Policy.PARTIAL))
                : world.engine()
                        .reads()
                        .documents(snapshot, entry, DocumentsRequest.fromQuery(Map.of("limit", List.of("1000"))));
        int before = trusted() ? tasks() : -1;
        int losses = nemesis.losses();
        boolean honest = nemesis.deceiving().isEmpty();
        Unattended.run(
                reply.thenAccept(answer -> {
                    try {
                        boolean quiet = before >= 0 && trusted() && tasks() == before && nemesis.losses() == losses;
                        look(entry, answer, search ? "hits" : "results", honest && nemesis.losses() == losses, quiet);
                    } catch (AssertionError e) {
                        wrong = wrong == null ? e : wrong;
                    }
                }),
                "a read");
    }

    /** Fails if an answer was wrong. */
    void complain() {
        AssertionError found = wrong;
        if (found != null) {
            throw found;
        }
    }

    /** Counts the answers, and those that were compared with the oracle. */
    void count(Tally tally) {
        tally.add("answers read", answers);
        tally.add("answers compared", compared);
    }

    /** How many answers came, and how many of them were compared with the oracle. */
    String summary() {
        return answers + " answers, " + compared + " compared";
    }

    /** From now on documents may be missing: copies are accepted that lack some. */
    void giveUp() {
        givenUp = true;
    }

    private boolean trusted() {
        return world.quiet() && nemesis.deceiving().isEmpty();
    }

    private int tasks() {
        return world.store.taskCount();
    }

    /**
     * Looks at an answer.
     *
     * @param honest whether each node had what Miroir knew it had; one that was put back also has what was moved away
     * @param quiet whether no client wrote
     */
    private void look(IndexEntry entry, SearchReply answer, String list, boolean honest, boolean quiet) {
        if (answer.status() != 200 || isRekeyed(entry)) {
            return;
        }
        answers++;
        Map<String, String> found = new HashMap<>();
        JsonNode body = Oracle.read(new String(answer.body(), StandardCharsets.UTF_8));
        for (JsonNode document : body.path(list)) {
            String id = Invariants.id(entry, document);
            String other = found.put(id, Oracle.canonical(document));
            Invariants.require(other == null, () -> entry.stored().uid() + "/" + id + " was found twice");
        }
        int total =
                body.path(list.equals("hits") ? "estimatedTotalHits" : "total").asInt();
        Invariants.require(
                total == found.size() || !honest,
                () -> entry.stored().uid() + " was said to have " + total + " documents, but gave " + found.size());
        if (quiet && !givenUp) {
            compare(entry, answer, found);
        }
    }

    /** Whether documents have other ids meanwhile. */
    private boolean isRekeyed(IndexEntry entry) {
        return world.latest().indexes().values().stream()
                .filter(now -> now.stored().id().equals(entry.stored().id()))
                .anyMatch(now -> !Objects.equals(
                        now.stored().primaryKey(), entry.stored().primaryKey()));
    }

    private void compare(IndexEntry entry, SearchReply answer, Map<String, String> found) {
        Oracle.Model model = oracle.get().get(entry.stored().uid());
        IndexEntry now = world.engine().cluster().current().index(entry.stored().uid());
        if (model == null
                || now == null
                || !now.stored().id().equals(entry.stored().id())) {
            return;
        }
        compared++;
        Set<String> ids = new HashSet<>(found.keySet());
        ids.addAll(model.documents.keySet());
        for (String id : ids) {
            int shard = Rendezvous.shardForKey(id, entry.routes().shards());
            boolean missing = answer.missingShards().contains(shard);
            String value = found.getOrDefault(id, "");
            Invariants.require(
                    missing ? value.isEmpty() : model.of(id).contains(value),
                    () -> entry.stored().uid() + "/" + id + " was read as '" + value + "', expected one of "
                            + model.of(id) + (missing ? ", and its shard as missing" : ""));
        }
    }
}
