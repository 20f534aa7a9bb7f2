package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.core.time.Age;
import miroir.engine.api.TaskPicture;

/**
 * One task.
 *
 * @param waited how long it was enqueued
 * @param details pretty JSON; empty when there are none
 * @param error pretty JSON; empty when there is none
 * @param finished whether nothing will change any more
 */
public record TaskDetail(
        TaskRow task,
        String waited,
        Stamp started,
        Stamp ended,
        String details,
        String error,
        boolean finished,
        List<PartRow> parts) {

    /** One node's share. */
    public record PartRow(
            String node, String nodeHref, int rank, String nodeTask, int attempt, Badge status, String problem) {}

    /** That task at {@code now}. */
    public static TaskDetail of(TaskPicture task, Instant now) {
        Instant start = task.startedAt();
        boolean finished = task.finishedAt() != null;
        Instant waitedUntil = start != null ? start : finished ? task.finishedAt() : now;
        return new TaskDetail(
                TaskRow.of(task, now),
                Words.span(Age.of(task.enqueuedAt(), waitedUntil == null ? now : waitedUntil)),
                Stamp.of(now, start, "not yet"),
                Stamp.of(now, task.finishedAt(), "not yet"),
                Json.pretty(task.details()),
                Json.pretty(task.error()),
                finished,
                task.parts().stream().map(TaskDetail::part).toList());
    }

    private static PartRow part(TaskPicture.Part part) {
        return new PartRow(
                part.node(),
                Links.node(part.node()),
                part.rank(),
                part.nodeTaskUid() < 0 ? "unknown" : Long.toString(part.nodeTaskUid()),
                part.attempt(),
                Badge.of(part.status()),
                Json.message(part.error()));
    }
}
