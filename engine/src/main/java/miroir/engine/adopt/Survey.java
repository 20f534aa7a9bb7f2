package miroir.engine.adopt;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import miroir.core.placement.ShardMarker;
import miroir.core.placement.VolumeName;
import miroir.core.task.TaskStatus;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.NodeTaskPage;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.dialect.TaskRef;
import miroir.engine.health.Marker;
import miroir.engine.health.MarkerIndex;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.record.RecordDocument;
import miroir.engine.record.RecordIndex;
import miroir.engine.state.Scheduler;
import miroir.engine.store.StoredState;
import miroir.engine.task.CallTag;
import org.jspecify.annotations.Nullable;

/** Asks nodes for all they have, and changes nothing there. Futures complete on the loop. */
public final class Survey {
    private static final int TASKS_PER_PAGE = 1000;
    /** How far back a list is read for the newest task of Miroir's. */
    private static final int MOST_PAGES = 20;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final int MOST_LOOKS = 600;
    private static final int SAMPLE = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final NodeApi api;
    private final Scheduler loop;
    private final MarkerIndex markers;
    private final RecordIndex records;

    public Survey(NodeApi api, Scheduler loop) {
        this.api = api;
        this.loop = loop;
        this.markers = new MarkerIndex(api, "");
        this.records = new RecordIndex(api, "");
    }

    /** A node to be asked, with its own key; null: the cluster's. */
    public record Asked(Node node, @Nullable String key) {}

    /**
     * Asks the nodes that are configured, and then those that are only remembered.
     *
     * @param reach hears of each node before it is asked
     */
    public CompletableFuture<Findings> of(
            List<Asked> configured,
            @Nullable StoredState old,
            Findings.Defaults defaults,
            Instant now,
            Consumer<Asked> reach) {
        return each(configured, reach)
                .thenComposeAsync(
                        found -> {
                            Findings first = new Findings(found, old, defaults, now);
                            List<Asked> more = Adoption.alsoNamed(first).stream()
                                    .map(node -> new Asked(node, null))
                                    .toList();
                            return each(more, reach)
                                    .thenApplyAsync(
                                            others -> {
                                                List<NodeFindings> all = new ArrayList<>(others);
                                                found.stream()
                                                        .map(one -> one.with(Adoption.remembered(first, one.node())))
                                                        .filter(one ->
                                                                one.node().wanted() != Lifecycle.REMOVED)
                                                        .forEach(all::add);
                                                return new Findings(all, old, defaults, now);
                                            },
                                            loop);
                        },
                        loop);
    }

    private CompletableFuture<List<NodeFindings>> each(List<Asked> nodes, Consumer<Asked> reach) {
        nodes.forEach(reach);
        List<CompletableFuture<NodeFindings>> asked =
                nodes.stream().map(one -> of(one.node, one.key)).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> asked.stream().map(CompletableFuture::join).toList(), loop);
    }

    /** What that node has; never fails. */
    private CompletableFuture<NodeFindings> of(Node node, @Nullable String key) {
        return quiet(node.id(), MOST_LOOKS)
                .thenComposeAsync(quiet -> new Look(node, key).take(), loop)
                .exceptionally(failure -> {
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    return NodeFindings.missing(node, key, String.valueOf(cause.getMessage()));
                });
    }

    /** What the node was given before has to be done, or it would change what is counted. */
    private CompletableFuture<Void> quiet(NodeId node, int left) {
        return api.oldestOpenTask(node)
                .thenComposeAsync(
                        answer -> {
                            if (NodeTrouble.unless(node, answer).tasks().isEmpty()) {
                                return CompletableFuture.completedFuture(null);
                            }
                            if (left == 0) {
                                throw new NodeTrouble(node, "is still busy with tasks it was given before", false);
                            }
                            CompletableFuture<Void> rest = new CompletableFuture<>();
                            loop.after(LOOK_AGAIN, () -> rest.complete(null));
                            return rest.thenCompose(x -> quiet(node, left - 1));
                        },
                        loop);
    }

    /** One look at one node. */
    private final class Look {
        private final Node node;
        private final @Nullable String key;
        private final List<NodeTask> tasks = new ArrayList<>();

        Look(Node node, @Nullable String key) {
            this.node = node;
            this.key = key;
        }

        CompletableFuture<NodeFindings> take() {
            CompletableFuture<List<Marker>> identity = told(markers.read(node.id()));
            CompletableFuture<List<RecordDocument>> remembered = told(records.all(node.id()));
            return told(api.indexes(node.id()))
                    .thenCombineAsync(
                            history(api.newestTasks(node.id(), TASKS_PER_PAGE), 1), (there, read) -> there, loop)
                    .thenComposeAsync(this::volumes, loop)
                    .thenCombineAsync(identity, Map::entry, loop)
                    .thenCombineAsync(
                            remembered, (found, known) -> findings(found.getValue(), found.getKey(), known), loop);
        }

        private <T> CompletableFuture<T> told(CompletableFuture<Answer<T>> question) {
            return question.thenApplyAsync(answer -> NodeTrouble.unless(node.id(), answer), loop);
        }

        /** Reads the list back to a page that tells of a task of Miroir's. */
        private CompletableFuture<Void> history(CompletableFuture<Answer<NodeTaskPage>> question, int pages) {
            return told(question)
                    .thenComposeAsync(
                            page -> {
                                tasks.addAll(page.tasks());
                                Long next = page.next();
                                boolean told = page.tasks().stream().anyMatch(task -> call(task) >= 0);
                                return next == null || pages >= MOST_PAGES || told
                                        ? CompletableFuture.completedFuture(null)
                                        : history(api.tasksBefore(node.id(), next + 1, TASKS_PER_PAGE), pages + 1);
                            },
                            loop);
        }

        private static long call(NodeTask task) {
            return CallTag.anyOf(task.metadata()).map(CallTag::last).orElse(-1L);
        }

        private CompletableFuture<Map<String, VolumeFindings>> volumes(List<NodeIndex> there) {
            Map<String, VolumeFindings> found = new TreeMap<>();
            CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
            for (NodeIndex index : there) {
                VolumeName parts = VolumeName.parse(index.uid()).orElse(null);
                if (parts != null) {
                    all = all.thenComposeAsync(
                            x -> volume(index, parts).thenAccept(volume -> found.put(volume.name(), volume)), loop);
                }
            }
            return all.thenApply(x -> found);
        }

        private CompletableFuture<VolumeFindings> volume(NodeIndex index, VolumeName parts) {
            CompletableFuture<Answer<Map<String, Long>>> counts = api.counts(node.id(), index.uid(), ShardMarker.FIELD);
            CompletableFuture<Answer<Map<String, Integer>>> sample = sample(index);
            // a volume that lost its settings, or that was made by a request that went astray, has none of it
            return api.settings(node.id(), index.uid())
                    .thenCombineAsync(counts, Map::entry, loop)
                    .thenCombineAsync(
                            sample,
                            (both, some) -> new VolumeFindings(
                                    index.uid(),
                                    parts,
                                    VolumeName.label(index.uid(), parts),
                                    index.primaryKey(),
                                    byShard(both.getValue().said().orElse(Map.of())),
                                    last(task -> index.uid().equals(task.indexUid())),
                                    both.getKey().said().orElse(MissingNode.getInstance()),
                                    some.said().orElse(Map.of())),
                            loop);
        }

        private CompletableFuture<Answer<Map<String, Integer>>> sample(NodeIndex index) {
            String id = String.valueOf(index.primaryKey());
            byte[] body = ("{\"limit\":" + SAMPLE + "}").getBytes(StandardCharsets.UTF_8);
            NodeRequest request = NodeRequest.json(
                            node.id(), "POST", "/indexes/" + index.uid() + "/documents/fetch", body, TIMEOUT)
                    .as(Purpose.PROBE);
            return api.ask(request, answer -> {
                Map<String, Integer> shards = new HashMap<>();
                answer.path("results")
                        .forEach(document -> shards.put(
                                document.path(id).asText(),
                                ShardMarker.shard(
                                        document.path(ShardMarker.FIELD).asText())));
                return shards;
            });
        }

        private long last(Predicate<NodeTask> which) {
            return tasks.stream()
                    .filter(which)
                    .filter(task -> task.status() == TaskStatus.SUCCEEDED)
                    .mapToLong(Look::call)
                    .max()
                    .orElse(-1);
        }

        private NodeFindings findings(
                List<Marker> identity, Map<String, VolumeFindings> volumes, List<RecordDocument> known) {
            Set<String> clusters = new TreeSet<>();
            String marker = null;
            String other = null;
            long term = 0;
            for (Marker one : identity) {
                term = Math.max(term, one.term());
                if (!one.marker().isEmpty()) {
                    clusters.add(one.cluster());
                    boolean own = one.node().equals(node.id().value());
                    marker = own ? one.marker() : marker;
                    other = own ? other : one.node();
                }
            }
            TaskRef newest = tasks.isEmpty() ? null : tasks.get(0).ref();
            long lastTask = tasks.stream().mapToLong(Look::call).max().orElse(-1);
            return new NodeFindings(
                    node,
                    key,
                    "",
                    clusters,
                    marker,
                    marker == null ? other : null,
                    volumes,
                    known,
                    newest,
                    lastTask,
                    term);
        }
    }

    private static Map<Integer, Long> byShard(Map<String, Long> counts) {
        Map<Integer, Long> byShard = new TreeMap<>();
        counts.forEach((marker, count) -> byShard.put(ShardMarker.shard(marker), count));
        byShard.remove(-1);
        return byShard;
    }
}
