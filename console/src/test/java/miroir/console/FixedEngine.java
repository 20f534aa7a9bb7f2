package miroir.console;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import miroir.engine.api.AuditEntry;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.EngineView;
import miroir.engine.api.SearchReply;
import miroir.engine.api.TaskCounts;
import miroir.engine.api.TaskPage;
import miroir.engine.api.TaskPicture;
import miroir.engine.api.TaskQuery;

/** An engine that always shows the same picture, and remembers the searches it was given. */
public final class FixedEngine implements EngineView {
    private final ClusterPicture cluster;
    private final List<TaskPicture> tasks;
    private final SearchReply reply;

    /** Bodies of the searches so far. */
    public final List<String> searches = new CopyOnWriteArrayList<>();

    /** How often the cluster was painted. */
    public final AtomicInteger paintings = new AtomicInteger();

    public FixedEngine(ClusterPicture cluster, List<TaskPicture> tasks, SearchReply reply) {
        this.cluster = cluster;
        this.tasks = tasks;
        this.reply = reply;
    }

    @Override
    public ClusterPicture cluster() {
        paintings.incrementAndGet();
        return cluster;
    }

    @Override
    public TaskCounts openTasks() {
        return new TaskCounts(14, 3);
    }

    @Override
    public TaskPage tasks(TaskQuery query) {
        List<TaskPicture> found = tasks.stream()
                .filter(t -> query.statuses().isEmpty() || query.statuses().contains(t.status()))
                .filter(t -> query.types().isEmpty() || query.types().contains(t.type()))
                .filter(t -> query.indexUids().isEmpty() || query.indexUids().contains(String.valueOf(t.indexUid())))
                .toList();
        Long from = query.from();
        List<TaskPicture> rest =
                found.stream().filter(t -> from == null || t.uid() <= from).toList();
        Long next = rest.size() > query.limit() ? (Long) rest.get(query.limit()).uid() : null;
        return new TaskPage(rest.stream().limit(query.limit()).toList(), found.size(), next);
    }

    @Override
    public Optional<TaskPicture> task(long uid) {
        return tasks.stream().filter(t -> t.uid() == uid).findFirst();
    }

    @Override
    public List<AuditEntry> audit(int limit) {
        Instant now = cluster.asOf();
        return List.of(
                new AuditEntry(
                        now.minusSeconds(95), "ana", "added node", "node-e", null, "http://10.0.0.15:7700", "r-2"),
                new AuditEntry(now.minusSeconds(7200), "ana", "created index", "news", null, null, "r-1"));
    }

    @Override
    public CompletableFuture<SearchReply> search(String indexUid, byte[] body) {
        searches.add(new String(body, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(reply);
    }
}
