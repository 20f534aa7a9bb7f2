package miroir.engine.adopt;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import miroir.core.placement.ShardMarker;
import miroir.core.placement.VolumeName;
import miroir.core.task.TaskStatus;
import miroir.core.topology.Node;
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
import miroir.engine.state.Term;
import miroir.engine.task.CallTag;
import org.jspecify.annotations.Nullable;

/** One look at one node: asks it for all it has. */
final class Look {
    private static final int TASKS_PER_PAGE = 1000;
    /** How far back a list is read for the newest task of Miroir's. */
    private static final int MOST_PAGES = 60;

    private static final int SAMPLE = 200;

    private final NodeApi api;
    private final Scheduler loop;

    private final Node node;
    private final @Nullable String key;
    /** The list is read back to a task of Miroir's that is older. */
    private final long floor;

    private final List<NodeTask> tasks = new ArrayList<>();
    private boolean whole = true;

    /** At that node, which is reached by that key of its own; null: by the cluster's. */
    Look(NodeApi api, Scheduler loop, Node node, @Nullable String key, long floor) {
        this.api = api;
        this.loop = loop;
        this.node = node;
        this.key = key;
        this.floor = floor;
    }

    /** What it has; fails when it does not say. */
    CompletableFuture<NodeFindings> take() {
        CompletableFuture<List<Marker>> identity = told(new MarkerIndex(api, "").read(node.id()));
        CompletableFuture<List<RecordDocument>> remembered = told(new RecordIndex(api, "").all(node.id()));
        return told(api.indexes(node.id()))
                .thenCombineAsync(history(api.newestTasks(node.id(), TASKS_PER_PAGE), 1), (there, read) -> there, loop)
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
                            boolean told =
                                    page.tasks().stream().anyMatch(task -> call(task) >= 0 && call(task) < floor);
                            whole = next == null || told;
                            return next == null || told || pages >= MOST_PAGES
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
                        node.id(), "POST", "/indexes/" + index.uid() + "/documents/fetch", body, Survey.TIMEOUT)
                .as(Purpose.PROBE);
        return api.ask(request, answer -> {
            Map<String, Integer> shards = new HashMap<>();
            answer.path("results")
                    .forEach(document -> shards.put(
                            document.path(id).asText(),
                            ShardMarker.shard(document.path(ShardMarker.FIELD).asText())));
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
        Map<String, Term> terms = new HashMap<>();
        for (Marker one : identity) {
            if (one.term() > 0) {
                terms.put(one.cluster(), new Term(one.term(), one.holder()));
            }
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
                calls(),
                terms);
    }

    private GivenCalls calls() {
        List<GivenCalls.Call> calls = new ArrayList<>();
        for (NodeTask task : tasks) {
            VolumeName parts = task.indexUid() == null
                    ? null
                    : VolumeName.parse(task.indexUid()).orElse(null);
            if (parts == null) {
                continue;
            }
            CallTag.anyOf(task.metadata())
                    .filter(tag -> tag.last() >= floor)
                    .ifPresent(tag -> calls.add(new GivenCalls.Call(
                            tag.cluster(), parts.index(), tag.ranges(), task.status() == TaskStatus.SUCCEEDED)));
        }
        boolean deleted = tasks.stream().anyMatch(task -> task.type().equals("taskDeletion"));
        return new GivenCalls(calls, whole && !deleted);
    }

    private static Map<Integer, Long> byShard(Map<String, Long> counts) {
        Map<Integer, Long> byShard = new TreeMap<>();
        counts.forEach((marker, count) -> byShard.put(ShardMarker.shard(marker), count));
        byShard.remove(-1);
        return byShard;
    }
}
