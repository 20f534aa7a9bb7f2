package miroir.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import miroir.core.task.TaskStatus;
import miroir.core.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the task list, as fast after a million tasks as after ten: each value of one of the filters is looked up in its
 * own index, in the order of the uids, and no more rows are read than a page has.
 */
final class TaskPages {
    /** With more values than that, reading all matching rows costs less than asking for each. */
    private static final int MOST_VALUES = 32;

    private final Connection connection;
    private final TaskFilter filter;
    private final String direction;

    private TaskPages(Connection connection, TaskFilter filter) {
        this.connection = connection;
        this.filter = filter;
        this.direction = filter.reverse() ? "ASC" : "DESC";
    }

    /** What {@link Store#tasks} answers. Begins a transaction of its own. */
    static StoredTaskPage page(Connection connection, TaskFilter filter) throws SQLException {
        return new TaskPages(connection, filter).page();
    }

    private StoredTaskPage page() throws SQLException {
        List<Way> ways = ways();
        List<StoredTask> found = new ArrayList<>();
        for (Way way : ways) {
            found.addAll(rows(way));
        }
        Comparator<StoredTask> order = Comparator.comparingLong(StoredTask::uid);
        found.sort(filter.reverse() ? order : order.reversed());
        boolean more = found.size() > filter.limit();
        Long next = more ? found.get(filter.limit()).uid() : null;
        List<StoredTask> page = TaskReader.withParts(connection, more ? found.subList(0, filter.limit()) : found);
        // where rows must stay as they are, H2 counts by reading all of them; tasks are only added meanwhile
        connection.commit();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        long total = 0;
        for (Way way : ways) {
            String count = "SELECT COUNT(*) FROM task" + way.conditions.sql();
            total += StateReader.rows(connection, count, row -> row.getLong(1), way.conditions.values())
                    .get(0);
        }
        return new StoredTaskPage(page, total, next);
    }

    private List<StoredTask> rows(Way way) throws SQLException {
        Conditions paged = way.conditions.and("uid " + (filter.reverse() ? ">=" : "<=") + " ?", filter.from());
        String lead = way.lead == null ? "" : way.lead + " " + direction + ", ";
        String select = "SELECT * FROM task" + paged.sql() + " ORDER BY " + lead + "uid " + direction + " FETCH FIRST "
                + (filter.limit() + 1L) + " ROWS ONLY";
        return StateReader.rows(connection, select, TaskReader::task, paged.values());
    }

    /**
     * A part of the tasks that are wanted; no task is in two of them.
     *
     * @param lead the column that has one value, and with it an index in the order of the uids
     */
    private record Way(@Nullable String lead, Conditions conditions) {}

    private List<Way> ways() {
        List<Choice> choices = Stream.of(
                        new Choice("canceled_by", filter.canceledBy()),
                        new Choice("status", words(filter.statuses())),
                        new Choice("index_uid", filter.indexUids()),
                        new Choice("type", words(filter.types())))
                .filter(choice -> choice.values != null)
                .toList();
        boolean mostSucceeded = filter.statuses() != null && filter.statuses().contains(TaskStatus.SUCCEEDED);
        Optional<Choice> lead = choices.stream()
                .filter(choice -> choice.distinct().size() <= MOST_VALUES)
                // what has succeeded is nearly all there is
                .min(Comparator.comparing(choice -> mostSucceeded && choice.column.equals("status")));
        Conditions rest = Conditions.NONE
                .and(
                        "uid = ANY(?)",
                        filter.uids() == null ? null : filter.uids().toArray())
                .and("enqueued_at < ?", filter.beforeEnqueuedAt())
                .and("enqueued_at > ?", filter.afterEnqueuedAt())
                .and("started_at < ?", filter.beforeStartedAt())
                .and("started_at > ?", filter.afterStartedAt())
                .and("finished_at < ?", filter.beforeFinishedAt())
                .and("finished_at > ?", filter.afterFinishedAt());
        for (Choice choice : choices) {
            if (lead.filter(choice::equals).isEmpty()) {
                rest = rest.and(choice.column + " = ANY(?)", choice.distinct().toArray());
            }
        }
        if (lead.isEmpty()) {
            return List.of(new Way(null, rest));
        }
        List<Way> ways = new ArrayList<>();
        for (Object value : lead.get().distinct()) {
            ways.add(new Way(lead.get().column, rest.and(lead.get().column + " = ?", value)));
        }
        return ways;
    }

    /** The values that a column may have; null: any. */
    private record Choice(String column, @Nullable List<?> values) {
        List<?> distinct() {
            return values == null ? List.of() : values.stream().distinct().toList();
        }
    }

    private static @Nullable List<String> words(@Nullable List<? extends Wire> values) {
        return values == null ? null : values.stream().map(Wire::wire).toList();
    }

    /** A WHERE clause and the values of its parameters; immutable. */
    private record Conditions(String sql, List<Object> bound) {
        static final Conditions NONE = new Conditions("", List.of());

        /** Restricts further, unless the value is null. */
        Conditions and(String condition, @Nullable Object value) {
            if (value == null) {
                return this;
            }
            List<Object> more = new ArrayList<>(bound);
            more.add(value);
            return new Conditions(sql + (bound.isEmpty() ? " WHERE " : " AND ") + condition, more);
        }

        Object[] values() {
            return bound.toArray();
        }
    }
}
