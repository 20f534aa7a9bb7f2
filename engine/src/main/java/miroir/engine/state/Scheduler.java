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
}
