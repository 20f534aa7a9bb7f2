package miroir.engine.drift;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.task.LaneHold;
import miroir.engine.task.TaskService;

/** A lane that is to stand still while one of its volumes is looked at, for a bounded time. Loop thread. */
final class Hold {
    private static final Duration BUDGET = Duration.ofSeconds(3);

    private final LaneHold lane;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private boolean over;

    private Hold(LaneHold lane) {
        this.lane = lane;
    }

    static Hold of(Ports ports, TaskService tasks, String uid) {
        Hold hold = new Hold(tasks.hold(uid));
        Unattended.run(
                hold.lane.reached().thenAccept(x -> hold.reached.complete(null)),
                "waiting for the lane to stand still");
        ports.loop().after(BUDGET, hold::release);
        return hold;
    }

    /** Completes when the lane stands still, or when that took too long. */
    CompletableFuture<Void> reached() {
        return reached;
    }

    /** Lets the lane go on; only the first time counts. */
    void release() {
        if (!over) {
            over = true;
            lane.release().run();
            reached.complete(null);
        }
    }

    /** Whether the lane goes on again. */
    boolean isOver() {
        return over;
    }
}
