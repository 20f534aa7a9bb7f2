package miroir.engine.state;

/**
 * The rules that keep copies equal, searches whole and answers true. Each can be switched off by tests alone, which then show that
 * something breaks; the engine always keeps them all.
 */
public enum Safeguard {
    /** Without it, writes that are under way while a copy is switched are missing from it. */
    HOLD,
    /** Without it, a dirty document is read from the source before the write that made it dirty was done there. */
    SETTLED_SOURCE,
    /** Without it, documents deleted by a filter while a copy is built stay in the copy. */
    SELECTED_IDS,
    /** Without it, a write that ends before its ids are marked is missing from the copy. */
    DIRTY_BEFORE_DISPATCH,
    /** Without it, documents that are deleted while a copy is built stay in the copy. */
    ABSENT_DELETED,
    /** Without it, documents that the target kept from before come back. */
    LEFT_OVERS_REMOVED,
    /** Without it, an attempt that goes on with a half-built copy takes old documents for right. */
    COMPARING_RESUME,
    /** Without it, what went wrong while copying is found by the verification only, or not at all. */
    FULL_CHECK,
    /** Without it, a search that began before a copy was superseded finds it emptied. */
    READERS_FIRST,
    /** Without it, a request given up earlier changes a copy while it is built, or after it was. */
    FENCE,
    /** Without it, writes dispatched before the tracking began are neither in the source's data nor tracked. */
    BARRIER,
    /** Without it, copies that differ from their source serve. */
    VERIFY,
    /** Without it, a node that lost its data, and is not yet known to have, passes for a good copy. */
    IDENTITY,
    /** Without it, the last good copy is deleted although the one that took its place was lost. */
    RECHECK_BEFORE_CLEANING,
    /** Without it, a crash right after the promise leaves a copy in sync that missed the write. */
    DEMOTION_BEFORE_ACK,
    /** Without it, a copy whose task failed alone stays in sync. */
    OUTCOME_COMPARISON,
    /** Without it, a copy that was demoted since the dispatch counts as one that took the write. */
    VERDICT_OF_NOW,
    /** Without it, two copies of one rank serve and searches find documents twice or lose their order. */
    ONE_OF_A_RANK,
    /** Without it, a copy that went stale becomes the only one by the drop of the others. */
    HARMLESS_DROPS,
    /** Without it, a task is said to have ended before its effect shows. */
    PUBLISHED_FIRST,
    /** Without it, what came late, twice or from somebody else changes a copy that goes on serving. */
    FOREIGN_TASKS,
    /** Without it, an answer of another node, of a cache or of nobody is taken for what the node says of its tasks. */
    ANCHORED_LIST,
    /** Without it, a strange answer counts as lost data. */
    LOSS_PROOF,
    /** Without it, what was sent passes for never sent after a kill, and is sent again blindly. */
    STARTED_FIRST,
    /** Without it, a task that fails on some volumes stays done on the others. */
    UNDO
}
