package miroir.engine.adopt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import miroir.core.topology.IndexId;
import miroir.engine.adopt.AdoptionPlan.Fate;
import miroir.engine.record.ClusterRecord;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredState;

/**
 * Decides which tasks of an older state go on. The tasks of one index are given to nodes in the order of their numbers, and
 * one only when all before it were: a task goes on when no node was given a later one of its index, for then it undoes none.
 * One that is followed by later ones is never sent again. In doubt a task does not go on, and the plan says so.
 */
final class TaskFates {
    private final Map<IndexId, List<GivenCalls.Call>> calls = new HashMap<>();
    private final Map<IndexId, Long> newest = new HashMap<>();
    /** The newest task of each name that is left. */
    private final Map<String, Long> newestLeft = new HashMap<>();

    private final boolean whole;
    private final Map<String, IndexId> before;
    private final Map<String, IndexId> now;
    private final boolean noneVanished;
    /** Names of which nobody can say any more which index had them when. */
    private final Set<String> unclear = new HashSet<>();

    private TaskFates(Known known, List<NodeFindings> nodes, Map<String, IndexId> before, Map<String, IndexId> now) {
        this.before = before;
        this.now = now;
        this.whole = nodes.stream().allMatch(node -> node.calls().whole());
        for (NodeFindings node : nodes) {
            for (GivenCalls.Call call : node.calls().calls()) {
                if (call.cluster().equals(known.clusterId())) {
                    calls.computeIfAbsent(call.index(), index -> new ArrayList<>())
                            .add(call);
                    newest.merge(call.index(), call.last(), Math::max);
                }
            }
        }
        StoredState old = Objects.requireNonNull(known.old());
        long first = Long.parseLong(old.meta().getOrDefault(Meta.NEXT_INDEX_ID, "1"));
        long next = known.cluster().map(ClusterRecord::nextIndex).orElse(first);
        long made = now.values().stream().filter(id -> id.value() >= first).count();
        this.noneVanished = next - first <= made;
    }

    /**
     * What becomes of each.
     *
     * @param tasks in the order of their numbers
     * @param before the catalogue they were meant for
     * @param now the rebuilt catalogue
     */
    static List<AdoptionPlan.TaskLine> of(
            Known known,
            List<NodeFindings> nodes,
            List<LeftTask> tasks,
            Map<String, IndexId> before,
            Map<String, IndexId> now) {
        TaskFates fates = new TaskFates(known, nodes, before, now);
        List<AdoptionPlan.TaskLine> lines = new ArrayList<>();
        tasks.forEach(task -> fates.newestLeft.merge(task.index(), task.uid(), Math::max));
        for (LeftTask task : tasks) {
            Fate fate = fates.of(task);
            if (fate == Fate.UNCLEAR && (task.newUid() != null || task.kind().equals("deleteIndex"))) {
                fates.unclear.add(task.index());
                fates.unclear.add(task.newUid() == null ? task.index() : task.newUid());
            }
            lines.add(new AdoptionPlan.TaskLine(
                    task.uid(), task.index(), task.kind(), task.documents(), task.payload(), fate));
        }
        return lines;
    }

    private Fate of(LeftTask task) {
        if (!task.whole()) {
            return Fate.PAYLOAD_MISSING;
        }
        IndexId index = now.get(task.index());
        if (isUnclear(task.index()) || (task.newUid() != null && isUnclear(task.newUid()))) {
            return Fate.UNCLEAR;
        }
        if (task.kind().equals("createIndex") && index != null) {
            return Fate.DONE;
        }
        return index == null ? withoutIndex() : of(task.uid(), index, newestLeft.getOrDefault(task.index(), -1L));
    }

    /** Whether its index is another one by now, or has another name. */
    private boolean isUnclear(String uid) {
        IndexId then = before.get(uid);
        return unclear.contains(uid) || (then != null && !then.equals(now.get(uid)));
    }

    /** It makes its index, unless that was made and deleted since. */
    private Fate withoutIndex() {
        return noneVanished && whole ? Fate.GOES_ON : Fate.UNCLEAR;
    }

    private Fate of(long task, IndexId index, long newestLeft) {
        long last = newest.getOrDefault(index, -1L);
        if (task > last) {
            return whole ? Fate.GOES_ON : Fate.UNCLEAR;
        }
        boolean carried = false;
        boolean succeeded = true;
        boolean followed = false;
        boolean together = false;
        for (GivenCalls.Call call : calls.getOrDefault(index, List.of())) {
            if (call.carries(task)) {
                carried = true;
                succeeded &= call.succeeded();
                together |= call.last() > newestLeft;
            } else {
                followed |= call.last() > task;
            }
        }
        if (followed) {
            return carried && succeeded ? Fate.DONE : Fate.UNCLEAR;
        }
        // the last that was given may have come to some of its nodes only: a start looks for it in their lists; what
        // went
        // together with tasks that nobody has any more cannot be sent without them
        return together ? Fate.UNCLEAR : Fate.GOES_ON;
    }

    /** The notes on them for the operator. */
    static List<String> notes(List<AdoptionPlan.TaskLine> tasks) {
        List<String> notes = new ArrayList<>();
        for (Fate fate : Fate.values()) {
            Map<String, long[]> byIndex = new TreeMap<>();
            tasks.stream().filter(task -> task.fate() == fate).forEach(task -> {
                long[] sums = byIndex.computeIfAbsent(task.index(), index -> new long[2]);
                sums[0]++;
                sums[1] += task.documents();
            });
            byIndex.forEach((index, sums) -> notes.add(note(fate, index, sums[0], sums[1])));
        }
        return notes;
    }

    private static String note(Fate fate, String index, long tasks, long documents) {
        return "index " + index + ": " + tasks + (tasks == 1 ? " task" : " tasks") + " with " + documents
                + (documents == 1 ? " document" : " documents") + " that had not ended " + fate.meaning;
    }
}
