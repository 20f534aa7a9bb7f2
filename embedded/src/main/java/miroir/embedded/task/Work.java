package miroir.embedded.task;

import java.time.Instant;

/** Carries out tasks. The same tasks in the same order at the same times have the same outcome. */
public interface Work {

    /** Carries out one task; never throws for what the client did wrong. */
    Outcome run(Task task, Instant startedAt);
}
