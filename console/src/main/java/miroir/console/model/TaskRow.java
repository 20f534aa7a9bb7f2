package miroir.console.model;

import java.time.Instant;
import miroir.core.task.PartStatus;
import miroir.core.time.Age;
import miroir.engine.api.TaskPicture;
import org.jspecify.annotations.Nullable;

/**
 * One task as a table row.
 *
 * @param took how long it ran or has been running; a dash before it starts
 * @param parts how many of its parts are done; a dash when it has none
 * @param problem the error's message; empty when there is none
 */
public record TaskRow(
        long uid,
        String href,
        Badge status,
        String type,
        String index,
        String indexHref,
        Stamp enqueued,
        String took,
        String parts,
        Bar partsBar,
        String problem) {

    /** That task at {@code now}. */
    public static TaskRow of(TaskPicture task, Instant now) {
        long all = task.parts().size();
        long done = count(task, PartStatus.SUCCEEDED);
        long failed = count(task, PartStatus.FAILED);
        String index = task.indexUid() == null ? "" : task.indexUid();
        return new TaskRow(
                task.uid(),
                Links.task(task.uid()),
                Badge.of(task.status()),
                Words.taskType(task.type()),
                index,
                Links.shards(index),
                Stamp.of(now, task.enqueuedAt(), "unknown"),
                took(task.startedAt(), task.finishedAt(), now),
                all == 0 ? "–" : done + " of " + all,
                Bar.of(
                        done + " of " + all + " parts succeeded",
                        all,
                        new Bar.Part("bar-ok", done),
                        new Bar.Part("bar-bad", failed)),
                Json.message(task.error()));
    }

    private static long count(TaskPicture task, PartStatus status) {
        return task.parts().stream().filter(part -> part.status() == status).count();
    }

    static String took(@Nullable Instant started, @Nullable Instant finished, Instant now) {
        if (started == null) {
            return "–";
        }
        return Words.span(Age.of(started, finished == null ? now : finished));
    }
}
