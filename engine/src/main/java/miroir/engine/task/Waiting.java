package miroir.engine.task;

import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskType;
import miroir.engine.store.StoredTask;

/** What stands in a lane. */
sealed interface Waiting {
    /** Whether parts of it may have been sent before, by an earlier process or together with other tasks. */
    boolean sent();

    /** Whether it deletes the index, so that nothing before it counts. */
    default boolean deletes() {
        return false;
    }

    /**
     * A task.
     *
     * @param even whether all copies in sync have done what any of them was sent of it
     * @param tries how often it was begun in vain
     */
    record Turn(StoredTask task, boolean sent, boolean even, int tries, Link link) implements Waiting {
        @Override
        public boolean deletes() {
            return task.type() == TaskType.INDEX_DELETION;
        }

        /** The same, to be begun anew. */
        Turn again(boolean isEven) {
            return new Turn(task, true, isEven, tries + 1, link);
        }
    }

    /** A task of which no more is known here than where it stands: what it is is read when its turn comes near. */
    record Stored(long uid, boolean deletes, boolean sent, Link link) implements Waiting {
        /** The same, once it was read. */
        Turn read(StoredTask task) {
            return new Turn(task, sent, false, 0, link);
        }
    }

    /**
     * What a task has to do with another lane.
     *
     * @param free it is not started before
     * @param ended runs when it has ended
     */
    record Link(CompletableFuture<Void> free, Runnable ended) {
        /** Nothing. */
        static final Link NONE = new Link(CompletableFuture.completedFuture(null), () -> {});
    }

    /**
     * The lane stands still from here on until it is released.
     *
     * @param passes whether it need not wait for tasks that cannot be started
     */
    record Hold(CompletableFuture<Void> reached, boolean passes) implements Waiting {
        @Override
        public boolean sent() {
            return false;
        }
    }
}
