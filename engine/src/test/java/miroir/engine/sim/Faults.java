package miroir.engine.sim;

import miroir.engine.node.NodeRequest;

/** What happens to each request on its way. */
@FunctionalInterface
interface Faults {
    /** Everything arrives. */
    Faults NONE = request -> Fate.DELIVERED;

    /** What happens to this one. */
    Fate fate(NodeRequest request);

    /** What can happen to a request. */
    enum Fate {
        /** It is executed and answered, if its node can be reached. */
        DELIVERED,
        /** It is executed and answered after a while. */
        SLOW,
        /** It is executed, but not before its sender has given it up. */
        LATE,
        /** It did not leave. */
        REFUSED,
        /** It found no free connection. */
        BUSY,
        /** It was lost, and the sender cannot know. */
        LOST_REQUEST,
        /** It was executed, its answer was lost. */
        LOST_ANSWER,
        /** The sender has given it up when it is executed. */
        ZOMBIE,
        /** The node is in trouble. */
        SERVER_ERROR,
        /** Something between answers; the request was executed. */
        BAD_GATEWAY,
        /** The node has no space left. */
        DISK_FULL,
        /** The node takes it, but its task fails. */
        FAILING_TASK,
        /** The node takes it, but cannot do it. */
        BROKEN_TASK,
        /** The sender has long forgotten it when it is executed. */
        STRAY,
        /** It is executed and answered, and executed once more some time. */
        TWICE,
        /** What is answered is no answer. */
        GARBAGE,
        /** The node alone refuses what it is asked, as if the question were wrong. */
        DENIED
    }

    /** Whether it asks the node for a change. */
    static boolean writes(NodeRequest request) {
        return !request.method().equals("GET") && !reads(request);
    }

    /** Whether it searches or reads documents. */
    static boolean reads(NodeRequest request) {
        return request.path().endsWith("/search") || request.path().endsWith("/fetch");
    }

    /** Whether a node could refuse it for what it asks. */
    static boolean asks(NodeRequest request) {
        return reads(request) && !request.method().equals("GET");
    }

    /** Whether it writes documents. */
    static boolean addsDocuments(NodeRequest request) {
        return "application/x-ndjson".equals(request.contentType());
    }
}
