package miroir.engine.sim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Unattended;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.StoredTask;
import miroir.engine.store.TaskFilter;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * Clients that poll tasks and believe what they are told: what a task did must show at once wherever else they look, and
 * no kill may take back what they know. In a history they ask just when a task can first be read.
 */
final class TaskPollers implements Incarnation.Witness {
    private static final TaskFilter NEWEST = TaskFilter.newest(20);

    private final Simulation world;
    private final Map<Long, Told> told = new HashMap<>();
    private long toldTotal;
    private long answers;
    private long looked;
    private @Nullable AssertionError wrong;

    /** What was last told of a task, and the number of that answer. */
    private record Told(TaskStatus status, long answer) {}

    TaskPollers(Simulation world) {
        this.world = world;
    }

    /** Asks from now on whenever a task was written. */
    void watch() {
        world.witness(this);
    }

    @Override
    public void written(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.PutTask put) {
                poll(put.task().uid());
            }
        }
    }

    private void poll(long uid) {
        if (uid % 4 == 0) {
            list();
        } else {
            long asked = answers;
            hear(world.engine().tasks().kept().task(uid).thenAccept(found -> found.ifPresent(t -> hear(t, asked))));
        }
    }

    /** Asks for the newest tasks, and for what was done last. */
    void list() {
        hear(world.engine().cluster().read(store -> store.audit(0, 1)).thenAccept(rows -> rows.forEach(this::hear)));
        long asked = answers;
        hear(world.engine().tasks().kept().page(NEWEST).thenAccept(page -> {
            toldTotal = Math.max(toldTotal, page.total());
            page.tasks().forEach(task -> hear(task, asked));
        }));
    }

    private void hear(CompletableFuture<Void> answer) {
        Unattended.run(
                answer.exceptionally(failure -> {
                    if (world.isEnded(failure)) {
                        return null;
                    }
                    wrong = wrong == null ? new AssertionError(failure.getMessage(), failure) : wrong;
                    return null;
                }),
                "a poll");
    }

    /**
     * Believes it, unless it is known better already.
     *
     * @param asked how many answers there were when it was asked for
     */
    private void hear(StoredTask task, long asked) {
        answers++;
        Told before = told.get(task.uid());
        if (before != null && before.status.isFinal()) {
            Invariants.require(
                    before.answer > asked || before.status == task.status(),
                    () -> "task " + task.uid() + " was said to have " + before.status + ", then: " + task);
            return;
        }
        told.put(task.uid(), new Told(task.status(), answers));
        if (task.status() == TaskStatus.SUCCEEDED && !overtaken(task)) {
            looked++;
            look(task);
        }
    }

    private void hear(AuditRow row) {
        if (row.what().equals("create index") || row.what().equals("delete index")) {
            StoredTask task =
                    world.task(Long.parseLong(String.valueOf(row.after()).replaceFirst(".*task ", "")));
            if (overtaken(task)) {
                return;
            }
            if (row.what().equals("create index")) {
                present(row.target(), task);
            } else {
                gone(row.target(), task);
            }
        }
    }

    @Override
    public void killed() {
        told.forEach((uid, known) -> {
            TaskStatus left = world.store.task(uid).map(StoredTask::status).orElse(null);
            Invariants.require(
                    left == known.status || (!known.status.isFinal() && left != null),
                    () -> "task " + uid + " was said to be " + known.status + ", after a kill it is " + left);
        });
        Invariants.require(world.store.taskCount() >= toldTotal, () -> "there were " + toldTotal + " tasks");
    }

    /** Fails if something told was not so. */
    void complain() {
        AssertionError found = wrong;
        if (found != null) {
            throw found;
        }
    }

    /** Counts how often the effect of a task was looked for. */
    void count(Tally tally) {
        tally.add("effects looked for", looked);
    }

    /** Whether a later task of the same index has ended too: then it may be its effect that shows. */
    private boolean overtaken(StoredTask task) {
        Set<String> names = names(task);
        for (long uid = task.uid() + 1; uid < world.store.taskCount(); uid++) {
            StoredTask later = world.task(uid);
            if (later.status().isFinal() && names(later).stream().anyMatch(names::contains)) {
                return true;
            }
        }
        return false;
    }

    private Set<String> names(StoredTask task) {
        Set<String> names = new TreeSet<>(Set.of(String.valueOf(task.indexUid())));
        if (world.request(task) instanceof TaskRequest.UpdateIndex update && update.newUid() != null) {
            names.add(update.newUid());
        }
        return names;
    }

    private void look(StoredTask task) {
        String uid = String.valueOf(task.indexUid());
        TaskRequest request = world.request(task);
        if (request instanceof TaskRequest.DeleteIndex) {
            gone(uid, task);
        } else if (request instanceof TaskRequest.UpdateIndex update && update.newUid() != null) {
            gone(uid, task);
            present(update.newUid(), task);
        } else {
            changed(present(uid, task), request, task);
        }
    }

    private @Nullable IndexEntry entry(String uid) {
        return world.engine().cluster().current().cluster().indexes().get(uid);
    }

    private void gone(String uid, StoredTask task) {
        IndexEntry entry = entry(uid);
        Invariants.require(
                entry == null || entry.phaseTask() > task.uid(), () -> uid + " is still there after " + task);
    }

    private IndexEntry present(String uid, StoredTask task) {
        IndexEntry entry = entry(uid);
        Invariants.require(
                entry != null && (entry.phase() == IndexEntry.Phase.READY || entry.phaseTask() > task.uid()),
                () -> uid + " is not there after " + task);
        return requireNonNull(entry);
    }

    private static void changed(IndexEntry entry, TaskRequest request, StoredTask task) {
        Invariants.require(
                !entry.stored().updatedAt().isBefore(requireNonNull(task.finishedAt())),
                () -> entry.stored() + " does not know of " + task);
        boolean keyed = request instanceof TaskRequest.WriteDocuments;
        String key = request instanceof TaskRequest.CreateIndex create
                ? create.primaryKey()
                : request instanceof TaskRequest.UpdateIndex update ? update.primaryKey() : null;
        String shown = entry.stored().primaryKey();
        Invariants.require(
                keyed ? shown != null : key == null || key.equals(shown),
                () -> entry.stored() + " has not the key of " + task);
        String patch = request instanceof TaskRequest.UpdateSettings settings ? settings.patch() : null;
        if (patch != null) {
            JsonNode settings = Oracle.read(entry.stored().settings());
            Oracle.read(patch)
                    .properties()
                    .forEach(wanted -> Invariants.require(
                            wanted.getValue().equals(settings.path(wanted.getKey())),
                            () -> entry.stored() + " has other settings after " + task));
        }
    }
}
