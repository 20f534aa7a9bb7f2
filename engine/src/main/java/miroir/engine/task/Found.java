package miroir.engine.task;

import miroir.engine.dialect.TaskRef;

/** What became of a call that may have been sent before. */
sealed interface Found {
    /** The node took it. */
    record Taken(TaskRef ref) implements Found {}

    /** The node did not take it, or left nothing of it behind. */
    record Absent() implements Found {}

    /** It went together with others that have not ended: it is to be looked up again. */
    record Unclear() implements Found {}

    /** Until a moment ago it could still have arrived: it is to be looked up again. */
    record Quieted() implements Found {}
}
