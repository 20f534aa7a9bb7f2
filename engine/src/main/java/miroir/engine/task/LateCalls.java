package miroir.engine.task;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import miroir.core.topology.NodeId;

/** Calls that were given up and may still arrive, and which shards they are for. Loop thread. */
final class LateCalls {
    /** Of calls that are forgotten it is assumed that they were for all shards of their volume. */
    private static final int MOST = 10_000;

    private final Map<Call, Set<Integer>> expected = new LinkedHashMap<>();

    private record Call(NodeId node, String tag) {}

    /** A call to that node was given up. */
    void expect(NodeId node, CallTag tag, Set<Integer> shards) {
        expected.computeIfAbsent(new Call(node, tag.text()), call -> new TreeSet<>())
                .addAll(shards);
        if (expected.size() > MOST) {
            Iterator<Call> oldest = expected.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** The shards of a call that was given up; empty when it is not known. */
    Set<Integer> shards(NodeId node, CallTag tag) {
        return expected.getOrDefault(new Call(node, tag.text()), Set.of());
    }
}
