package miroir.engine.task;

import java.util.concurrent.CompletableFuture;
import miroir.engine.store.StoredTask;

/** What stands in a lane. */
sealed interface Waiting {
    /** Whether parts of it may have been sent before, by an earlier process or together with other tasks. */
    boolean sent();

    /**
     * A task.
     *
     * @param tries how often it was begun in vain
     * @param free it is not started before
     * @param ended runs when it has ended
     */
    record Turn(StoredTask task, boolean sent, int tries, CompletableFuture<Void> free, Runnable ended)
            implements Waiting {
        /** The same, to be begun anew. */
        Turn again() {
            return new Turn(task, true, tries + 1, free, ended);
        }
    }

    /** The lane stands still from here on until a task of another lane has ended. */
    record Hold(CompletableFuture<Void> reached) implements Waiting {
        @Override
        public boolean sent() {
            return false;
        }
    }
}
