package miroir.engine.task;

import java.util.concurrent.CompletableFuture;
import miroir.engine.store.StoredTask;

/** What stands in a lane. */
sealed interface Waiting {
    /**
     * A task.
     *
     * @param free it is not started before
     * @param ended runs when it has ended
     */
    record Turn(StoredTask task, boolean resumed, CompletableFuture<Void> free, Runnable ended) implements Waiting {}

    /** The lane stands still from here on until a task of another lane has ended. */
    record Hold(CompletableFuture<Void> reached) implements Waiting {}
}
