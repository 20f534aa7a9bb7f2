package miroir.engine.task;

import java.util.concurrent.CompletableFuture;

/**
 * A lane that stands still, or is about to.
 *
 * @param reached completes when nothing of the lane is under way any more
 * @param release lets the lane go on; to be run exactly once, reached or not
 */
public record LaneHold(CompletableFuture<Void> reached, Runnable release) {}
