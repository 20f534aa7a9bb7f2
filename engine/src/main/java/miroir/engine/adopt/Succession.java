package miroir.engine.adopt;

import java.util.List;
import java.util.Objects;
import miroir.core.task.TaskStatus;
import miroir.engine.adopt.AdoptionPlan.Fate;
import miroir.engine.adopt.AdoptionPlan.TaskLine;
import miroir.engine.store.Change;
import miroir.engine.store.Store;
import miroir.engine.store.StoredTask;

/** Hands tasks of an older state that go on over to the rebuilt one. */
public final class Succession {
    private static final int TASKS = 200;
    private static final long CHARACTERS = 1 << 22;

    private Succession() {}

    /** Writes them with the numbers they have: nodes know them by these, and later tasks have others. Blocks. */
    public static void carry(Store from, Store to, AdoptionPlan plan) {
        List<Long> uids = plan.tasks().stream()
                .filter(task -> task.fate() == Fate.GOES_ON)
                .map(TaskLine::uid)
                .toList();
        int next = 0;
        while (next < uids.size()) {
            List<Long> some = uids.subList(next, Math.min(next + TASKS, uids.size()));
            List<StoredTask> tasks = from.tasks(some, CHARACTERS);
            if (tasks.isEmpty()) {
                throw new IllegalStateException("task " + some.get(0) + " is not in the store");
            }
            to.write(tasks.stream()
                            .<Change>map(task -> new Change.PutTask(maybeSent(task)))
                            .toList())
                    .join();
            next += tasks.size();
        }
    }

    /** It may have been sent after that state was saved, so a start looks for it. */
    private static StoredTask maybeSent(StoredTask task) {
        return new StoredTask(
                task.uid(),
                task.indexUid(),
                task.indexId(),
                task.type(),
                TaskStatus.PROCESSING,
                task.canceledBy(),
                task.details(),
                task.error(),
                task.enqueuedAt(),
                Objects.requireNonNullElse(task.startedAt(), task.enqueuedAt()),
                task.finishedAt(),
                task.customMetadata(),
                task.request(),
                List.of());
    }
}
