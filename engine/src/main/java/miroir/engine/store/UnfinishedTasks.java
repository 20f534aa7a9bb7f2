package miroir.engine.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import miroir.core.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** Reads the tasks that have not ended, page by page: there may be very many. Inside the caller's transaction. */
final class UnfinishedTasks {
    private static final int PAGE = 2000;
    /** Longer ones are left where they are. */
    private static final String PAGE_OF = """
            SELECT uid, index_uid, status,
                CASE WHEN type = 'indexUpdate' OR CHAR_LENGTH(request) <= 65536 THEN request END AS request
            FROM task WHERE status = ? AND uid > ? ORDER BY status, uid FETCH FIRST ? ROWS ONLY
            """;

    private final Connection connection;
    private final TaskStatus status;
    private final Deque<UnfinishedTask> page = new ArrayDeque<>();
    private long last = -1;
    private boolean over;

    private UnfinishedTasks(Connection connection, TaskStatus status) {
        this.connection = connection;
        this.status = status;
    }

    /** Names them all; how many there were. */
    static int read(Connection connection, Consumer<UnfinishedTask> to) throws SQLException {
        UnfinishedTasks started = new UnfinishedTasks(connection, TaskStatus.PROCESSING);
        UnfinishedTasks others = new UnfinishedTasks(connection, TaskStatus.ENQUEUED);
        for (int read = 0; ; read++) {
            UnfinishedTask one = started.peek();
            UnfinishedTask other = others.peek();
            if (one == null && other == null) {
                return read;
            }
            boolean first = other == null || (one != null && one.uid() < other.uid());
            to.accept((first ? started : others).page.remove());
        }
    }

    private @Nullable UnfinishedTask peek() throws SQLException {
        if (page.isEmpty() && !over) {
            List<UnfinishedTask> next =
                    StateReader.rows(connection, PAGE_OF, UnfinishedTasks::task, status, last, PAGE);
            page.addAll(next);
            over = next.size() < PAGE;
            last = next.isEmpty() ? last : next.get(next.size() - 1).uid();
        }
        return page.peek();
    }

    private static UnfinishedTask task(ResultSet row) throws SQLException {
        return new UnfinishedTask(
                row.getLong("uid"),
                row.getString("index_uid"),
                !TaskStatus.ENQUEUED.wire().equals(row.getString("status")),
                SqlValues.nullableText(row, "request"));
    }
}
