package miroir.engine.state;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The executor port of the engine's one deciding thread: runs tasks one at a time, in order, now or after a delay. A
 * simulator puts its virtual clock here.
 */
public interface Scheduler extends Executor {
    /** Runs the task on this executor once the delay has passed. */
    void after(Duration delay, Runnable task);

    /** Whether the caller is one of its tasks. */
    boolean isHere();

    /** Fails unless the caller is one of its tasks: what belongs to it nobody else may touch. */
    default void assertHere() {
        if (!isHere()) {
            throw new IllegalStateException(
                    Thread.currentThread().getName() + " touches what belongs to the engine's loop");
        }
    }
}
