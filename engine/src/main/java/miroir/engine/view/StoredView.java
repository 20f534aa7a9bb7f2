package miroir.engine.view;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import miroir.core.search.ReadCopies;
import miroir.engine.api.AuditEntry;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.EngineView;
import miroir.engine.api.SearchReply;
import miroir.engine.api.TaskCounts;
import miroir.engine.api.TaskPage;
import miroir.engine.api.TaskPicture;
import miroir.engine.api.TaskQuery;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.SearchRequest;
import miroir.engine.search.Policy;
import miroir.engine.search.SearchService;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Snapshot;
import miroir.engine.state.Withheld;
import miroir.engine.store.StoredTask;
import miroir.engine.store.StoredTaskPage;
import miroir.engine.store.TaskFilter;
import miroir.engine.task.KeptTasks;

/** The engine's view over snapshot and store. Any thread but the loop. */
public final class StoredView implements EngineView {
    private final Ports ports;
    private final Cluster cluster;
    private final KeptTasks tasks;
    private final SearchService search;
    private final ReadCopies readCopies;

    public StoredView(Ports ports, Cluster cluster, KeptTasks tasks, SearchService search, ReadCopies readCopies) {
        this.ports = ports;
        this.cluster = cluster;
        this.tasks = tasks;
        this.search = search;
        this.readCopies = readCopies;
    }

    @Override
    public ClusterPicture cluster() {
        ClusterPicture seen = ClusterPainter.paint(
                cluster.current(), readCopies, ports.clock().instant());
        Withheld withheld = cluster.withheld();
        return withheld == null ? seen : seen.unavailable(withheld.sentence());
    }

    @Override
    public TaskCounts openTasks() {
        return tasks.counts().join();
    }

    @Override
    public TaskPage tasks(TaskQuery query) {
        StoredTaskPage page = tasks.page(TaskFilter.newest(
                        query.limit(), query.from(), query.statuses(), query.types(), query.indexUids()))
                .join();
        return new TaskPage(page.tasks().stream().map(StoredView::picture).toList(), page.total(), page.next());
    }

    @Override
    public Optional<TaskPicture> task(long uid) {
        return tasks.task(uid).join().map(StoredView::picture);
    }

    @Override
    public List<AuditEntry> audit(int limit) {
        return cluster.read(store -> store.audit(0, limit)).join().stream()
                .map(row -> new AuditEntry(
                        row.at(), row.who(), row.what(), row.target(), row.before(), row.after(), row.requestId()))
                .toList();
    }

    @Override
    public CompletableFuture<SearchReply> search(String indexUid, byte[] body) {
        try {
            Snapshot snapshot = cluster.current();
            IndexEntry index = snapshot.index(indexUid);
            if (index == null) {
                String message = "Index `" + indexUid + "` not found.";
                return CompletableFuture.completedFuture(error(new ApiError(ErrorCode.INDEX_NOT_FOUND, message)));
            }
            return search.search(new SearchService.Call(snapshot, index, SearchRequest.fromJson(body), Policy.PARTIAL))
                    .exceptionallyCompose(StoredView::refused);
        } catch (ApiException e) {
            return CompletableFuture.completedFuture(error(e.error()));
        }
    }

    /** What a node or the merge refuses is an answer; anything else is a fault. */
    private static CompletableFuture<SearchReply> refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ApiException e
                ? CompletableFuture.completedFuture(error(e.error()))
                : CompletableFuture.failedFuture(failure);
    }

    private static SearchReply error(ApiError error) {
        return new SearchReply(error.code().status(), error.json(), List.of());
    }

    private static TaskPicture picture(StoredTask task) {
        return new TaskPicture(
                task.uid(),
                task.indexUid(),
                task.type(),
                task.status(),
                task.enqueuedAt(),
                task.startedAt(),
                task.finishedAt(),
                task.details(),
                task.error(),
                task.parts().stream()
                        .map(part -> new TaskPicture.Part(
                                part.node().value(),
                                part.rank(),
                                part.nodeTaskUid(),
                                part.attempt(),
                                part.status(),
                                part.error()))
                        .toList());
    }
}
