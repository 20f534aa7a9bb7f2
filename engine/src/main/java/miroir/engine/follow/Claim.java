package miroir.engine.follow;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.TaskRef;

/**
 * A task that a node says it took for us. Loop thread.
 *
 * <p>Both futures complete on the loop and never fail: a task that the node's own list does not show was taken by somebody
 * else under its address, or has been lost since.
 */
public final class Claim {
    /** How a claimed task stands. */
    public sealed interface State {
        /** The node's list shows it. */
        record Shown(NodeTask task) implements State {}

        /** The node's list does not have it. */
        record Gone() implements State {}
    }

    private final TaskRef ref;
    private final Consumer<Claim> released;
    private final CompletableFuture<State> shown = new CompletableFuture<>();
    private final CompletableFuture<State> ended = new CompletableFuture<>();

    Claim(TaskRef ref, Consumer<Claim> released) {
        this.ref = ref;
        this.released = released;
    }

    /** The claimed task. */
    public TaskRef ref() {
        return ref;
    }

    /** Completes when the node's list shows the task, or shows that it is not there. */
    public CompletableFuture<State> shown() {
        return shown;
    }

    /** Completes when the task has ended, or is not there any more. */
    public CompletableFuture<State> ended() {
        return ended;
    }

    /** Nobody waits for it any more, and what it did has been written down where that matters. */
    public void release() {
        released.accept(this);
    }

    boolean isUnseen() {
        return !shown.isDone();
    }

    boolean isOpen() {
        return !ended.isDone();
    }

    /** Takes over what the list shows under the task's number; whether it is the task. */
    boolean show(NodeTask task) {
        boolean same = task.ref().equals(ref);
        State state = same ? new State.Shown(task) : new State.Gone();
        shown.complete(state);
        if (!same || task.status().isFinal()) {
            ended.complete(state);
        }
        return same;
    }

    void gone() {
        State state = new State.Gone();
        shown.complete(state);
        ended.complete(state);
    }
}
