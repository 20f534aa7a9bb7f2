package miroir.engine.store;

import java.time.Instant;
import java.util.List;

/**
 * How much of what grows with history is kept: the newest ones. What has not ended is kept always, and tasks whose node tasks
 * have not been followed to their end.
 *
 * @param keysFrom keys of writes that were taken before are too old
 */
public record Keep(long tasks, int auditRows, int operations, int plans, Instant keysFrom) {
    /** Audit rows that are kept. */
    public static final int AUDIT_ROWS = 100_000;
    /** Operations that are kept, with their moves. */
    public static final int OPERATIONS = 1000;
    /** Plans that are kept and that no operation refers to. */
    public static final int PLANS = 1000;

    /** The most rows of a kind that are removed in one write. */
    static final int AT_ONCE = 250;

    /**
     * What is beyond that.
     *
     * @param changes that remove some of it; empty: nothing is
     * @param keys keys of writes that there are
     */
    public record Excess(List<Change> changes, long keys) {}
}
