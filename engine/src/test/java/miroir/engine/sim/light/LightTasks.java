package miroir.engine.sim.light;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tasks of a node: they run one at a time, in the order they were accepted. */
final class LightTasks {
    private static final byte[] START = "{\"results\":[".getBytes(UTF_8);

    private final List<LightTask> all = new ArrayList<>();
    private final Deque<LightTask> waiting = new ArrayDeque<>();
    private final InstantSource clock;
    private final Executor executor;
    private Instant lastAccepted = Instant.MIN;
    private int batches;
    private boolean spoiling;

    LightTasks(InstantSource clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /** Whether the tasks that are accepted from now on fail through no fault of their own. */
    void spoil(boolean spoils) {
        spoiling = spoils;
    }

    LightTask accept(LightTask.Order order) {
        LightTask task = new LightTask(all.size(), spoiling ? order.spoiled() : order, now());
        all.add(task);
        waiting.add(task);
        executor.execute(() -> waiting.remove().run(batches++, clock.instant()));
        return task;
    }

    /** The time now, or just after the last task's: no two tasks were enqueued at the same time. */
    private Instant now() {
        Instant now = clock.instant();
        lastAccepted = now.isAfter(lastAccepted) ? now : lastAccepted.plusNanos(1);
        return lastAccepted;
    }

    /** The tasks before the one that runs go with the index that it renames; the two uids change places. */
    void rename(String from, String to) {
        for (LightTask task : all.subList(0, batches - 1)) {
            task.swap(from, to);
        }
    }

    /** A task, or null. */
    @Nullable
    LightTask task(int uid) {
        return uid >= 0 && uid < all.size() ? all.get(uid) : null;
    }

    /**
     * Which tasks to list; what is null is not asked for.
     *
     * @param from the uid to begin with; negative: the first
     */
    record Query(
            int limit,
            int from,
            boolean reverse,
            @Nullable List<Integer> uids,
            @Nullable List<String> statuses,
            @Nullable List<String> indexes) {
        boolean selects(LightTask task) {
            return (statuses == null || statuses.contains(task.status())) && (indexes == null || task.isOf(indexes));
        }
    }

    byte[] list(Query query) {
        List<Integer> uids = query.uids;
        Stream<LightTask> asked = uids == null
                ? all.stream()
                : new TreeSet<>(uids).stream().filter(uid -> uid < all.size()).map(all::get);
        boolean any = uids == null && query.statuses == null && query.indexes == null;
        List<LightTask> found = any
                ? new ArrayList<>(all)
                : new ArrayList<>(asked.filter(query::selects).toList());
        int total = found.size();
        if (!query.reverse) {
            Collections.reverse(found);
        }
        if (query.from >= 0) {
            found.removeIf(task -> query.reverse ? task.uid < query.from : task.uid > query.from);
        }
        return page(query, found, total);
    }

    private static byte[] page(Query query, List<LightTask> found, int total) {
        int shown = Math.min(query.limit, found.size());
        ByteArrayOutputStream out = new ByteArrayOutputStream(100 + 420 * shown);
        out.writeBytes(START);
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(found.get(i).json());
        }
        StringBuilder text = new StringBuilder("],\"total\":")
                .append(total)
                .append(",\"limit\":")
                .append(query.limit);
        text.append(",\"from\":").append(shown == 0 ? null : Integer.valueOf(found.get(0).uid));
        text.append(",\"next\":").append(shown == found.size() ? null : Integer.valueOf(found.get(shown).uid));
        out.writeBytes(text.append('}').toString().getBytes(UTF_8));
        return out.toByteArray();
    }
}
