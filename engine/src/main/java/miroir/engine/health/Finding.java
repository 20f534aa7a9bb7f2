package miroir.engine.health;

import miroir.core.topology.NodeId;
import miroir.engine.store.FormerLife;

/** What a probe of a node came to. */
sealed interface Finding {
    /**
     * It is who it was, and its task list goes on from where it was.
     *
     * @param told whether it shows the term of this run
     */
    record Proven(boolean told) implements Finding {}

    /** Its task list goes on from where it was, but its identity document is gone. */
    record Unmarked() implements Finding {}

    /** It was never seen before, or has not got its identity document yet. */
    record New() implements Finding {}

    /** It looks as if it had lost its data, or as if it had been put back to an old state; that is to be made sure of. */
    record Doubtful(String reason) implements Finding {}

    /** It is who it was before it lost its data: with that data. */
    record Returned(FormerLife life) implements Finding {}

    /** Another node of this cluster answers under its address. */
    record WrongNode(NodeId other) implements Finding {}

    /** It belongs to another cluster. */
    record Foreign() implements Finding {}

    /** It did not answer, or not with what it was asked for. */
    record Silent(String reason) implements Finding {}

    /** There was no room to ask it. */
    record Unasked() implements Finding {}
}
