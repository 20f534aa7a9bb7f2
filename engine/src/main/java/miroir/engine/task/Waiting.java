package miroir.engine.task;

import java.util.concurrent.CompletableFuture;
import miroir.engine.store.StoredTask;

/** What stands in a lane. */
sealed interface Waiting {
    /** Whether an earlier process may have sent parts of it. */
    boolean resumed();

    /**
     * A task.
     *
     * @param alone whether it must not be sent together with others: it was sent before
     * @param free it is not started before
     * @param ended runs when it has ended
     */
    record Turn(StoredTask task, boolean alone, boolean resumed, CompletableFuture<Void> free, Runnable ended)
            implements Waiting {
        /** The same, to be sent alone. */
        Turn apart() {
            return new Turn(task, true, resumed, free, ended);
        }
    }

    /** The lane stands still from here on until a task of another lane has ended. */
    record Hold(CompletableFuture<Void> reached) implements Waiting {
        @Override
        public boolean resumed() {
            return false;
        }
    }
}
