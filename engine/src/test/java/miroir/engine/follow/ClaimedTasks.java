package miroir.engine.follow;

import miroir.engine.dialect.TaskRef;

/** Claims of tests. */
public final class ClaimedTasks {
    private ClaimedTasks() {}

    /** A claim that nobody follows. */
    public static Claim of(TaskRef ref) {
        return new Claim(ref, released -> {});
    }
}
