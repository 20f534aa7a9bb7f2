package miroir.console.model;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import miroir.core.wire.Wire;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.TaskPage;
import org.jspecify.annotations.Nullable;

/**
 * The list of tasks.
 *
 * @param summary how many match
 * @param newest address of the first page; empty on it
 * @param older address of the next page; empty on the last
 */
public record TasksPage(
        TasksQuery query,
        String summary,
        List<Option> statuses,
        List<Option> types,
        List<Option> indexes,
        List<TaskRow> rows,
        String newest,
        String older) {

    /** One entry of a select. */
    public record Option(String value, String label, boolean selected) {}

    /** The page the engine answered that question with. */
    public static TasksPage of(ClusterPicture cluster, TasksQuery query, TaskPage page, Instant now) {
        List<String> uids = Stream.concat(
                        cluster.indexes().stream().map(IndexPicture::uid),
                        Stream.of(query.index()).filter(i -> !i.isEmpty()))
                .distinct()
                .toList();
        Long next = page.next();
        return new TasksPage(
                query,
                Words.count(page.total(), "task", "tasks") + (query.filtered() ? " of this filter" : ""),
                options(TasksQuery.STATUSES, s -> Words.phrase(s.wire()), query.status()),
                options(TasksQuery.TYPES, Words::taskType, query.type()),
                uids.stream()
                        .map(u -> new Option(u, u, u.equals(query.index())))
                        .toList(),
                page.tasks().stream().map(t -> TaskRow.of(t, now)).toList(),
                query.from() == null ? "" : query.startingAt(null).href(),
                next == null ? "" : query.startingAt(next).href());
    }

    private static <T extends Wire> List<Option> options(
            List<T> values, Function<T, String> label, @Nullable T chosen) {
        return values.stream()
                .map(v -> new Option(v.wire(), label.apply(v), v.equals(chosen)))
                .toList();
    }
}
