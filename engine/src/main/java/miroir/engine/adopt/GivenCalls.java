package miroir.engine.adopt;

import java.util.List;
import miroir.core.topology.IndexId;
import miroir.engine.task.CallTag;

/**
 * What a node's task list tells of Miroir's calls.
 *
 * @param whole whether the list was read back far enough, and nobody has deleted from it
 */
record GivenCalls(List<Call> calls, boolean whole) {
    /** Nothing is known. */
    static final GivenCalls NONE = new GivenCalls(List.of(), true);

    /** One call to a volume of that index. */
    record Call(String cluster, IndexId index, List<CallTag.Range> ranges, boolean succeeded) {
        boolean carries(long task) {
            return ranges.stream().anyMatch(range -> range.first() <= task && task <= range.last());
        }

        /** The newest task it carries. */
        long last() {
            return ranges.get(ranges.size() - 1).last();
        }
    }
}
