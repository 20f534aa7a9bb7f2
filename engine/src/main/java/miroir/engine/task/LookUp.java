package miroir.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * The search for one call among a volume's tasks on its node, newest first, back to those of earlier tasks: a volume is
 * given its tasks in order, behind an earlier one this one cannot be.
 *
 * @param volume its uid on the node
 * @param task that the call carries, or the first of them
 * @param maybeTogether whether the task may have been sent together with others before
 */
record LookUp(NodeClient nodes, NodeId node, String volume, CallTag tag, long task, boolean maybeTogether) {
    /** Tasks that are looked through first: the one looked for, or one before it, is mostly among them. */
    private static final int FIRST_PAGE = 20;
    /** Tasks that are looked through at a time after these. */
    private static final int PAGE = 200;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What became of the call. */
    sealed interface Found {
        /** The node took it. */
        record Taken(long nodeTask) implements Found {}

        /** The node did not take it, or left nothing of it behind. */
        record Absent() implements Found {}

        /** The node took it together with others, which may still fail as a whole. */
        record Together() implements Found {}

        /** The node could not be asked just now. */
        record Unasked() implements Found {}

        /** The node does not say. */
        record Unknown() implements Found {}
    }

    CompletableFuture<Found> find() {
        return find(null);
    }

    private CompletableFuture<Found> find(@Nullable Long from) {
        String path = "/tasks?indexUids=" + volume
                + (from == null ? "&limit=" + FIRST_PAGE : "&limit=" + PAGE + "&from=" + from);
        return nodes.send(NodeRequest.get(node, path, TIMEOUT).as(Purpose.WRITE))
                .thenCompose(reply -> {
                    if (reply instanceof NodeReply.Busy) {
                        return CompletableFuture.completedFuture(new Found.Unasked());
                    }
                    if (!(reply instanceof NodeReply.Answered answered) || !answered.ok()) {
                        return CompletableFuture.completedFuture(new Found.Unknown());
                    }
                    JsonNode page = PartSender.json(answered.body());
                    for (JsonNode seen : page.path("results")) {
                        Optional<Found> found = CallTag.of(
                                        seen.path("customMetadata").asText(), tag.cluster())
                                .flatMap(t -> judge(t, seen));
                        if (found.isPresent()) {
                            return CompletableFuture.completedFuture(found.get());
                        }
                    }
                    JsonNode next = page.path("next");
                    return next.isIntegralNumber()
                            ? find(next.asLong())
                            : CompletableFuture.completedFuture(
                                    page.has("results") ? new Found.Absent() : new Found.Unknown());
                });
    }

    private Optional<Found> judge(CallTag seen, JsonNode nodeTask) {
        if (seen.equals(tag)) {
            return Optional.of(new Found.Taken(nodeTask.path("uid").asLong()));
        }
        if (maybeTogether && !seen.tasks().equals(tag.tasks()) && seen.carries(task)) {
            return Optional.of(
                    switch (TaskStatus.ofNode(nodeTask.path("status").asText())) {
                        case SUCCEEDED -> new Found.Taken(nodeTask.path("uid").asLong());
                        case FAILED, CANCELED -> new Found.Absent();
                        case ENQUEUED, PROCESSING -> new Found.Together();
                    });
        }
        return seen.isBefore(task) ? Optional.of(new Found.Absent()) : Optional.empty();
    }
}
