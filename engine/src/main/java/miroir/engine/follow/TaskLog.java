package miroir.engine.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import miroir.core.placement.Volume;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.NodeTaskPage;
import miroir.engine.dialect.TaskRef;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node's task list: an unbroken record from the watermark on. All tasks up to the watermark have ended
 * and are accounted for. Loop thread.
 */
final class TaskLog {
    /** Tasks of ours that are not settled. */
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    /** What the list showed, from the watermark on. */
    private final TreeMap<Long, TaskRef> shown = new TreeMap<>();
    /** The newest task the list showed. */
    private @Nullable TaskRef anchor;

    /** What is known of one task. */
    static final class Entry {
        private final List<Claim> claims = new ArrayList<>(1);
        private @Nullable NodeTask task;
        /** What it works on, by the names of when the record came to it; null: nothing of ours. */
        private @Nullable Volume volume;
        /** Whether the record has come to it; a claim may be ahead of the record. */
        private boolean listed;
        /** Whether it was claimed and the list showed it. */
        private boolean accounted;

        private boolean condemned;

        private boolean isFinal() {
            return task != null && task.status().isFinal();
        }

        private void observe(NodeTask seen) {
            boolean ends = !isFinal() && seen.status().isFinal();
            condemned &= !ends; // it touched what there was then; what has come since it touches only now
            task = seen;
            for (Claim claim : List.copyOf(claims)) {
                accounted |= claim.show(seen);
            }
        }
    }

    /** Begins anew: another node, or an earlier state of it, answers from now on. What was claimed is gone. */
    void reset(@Nullable TaskRef watermark) {
        List<Claim> lost =
                entries.values().stream().flatMap(e -> e.claims.stream()).toList();
        entries.clear();
        rebase(watermark);
        lost.forEach(Claim::gone);
    }

    /** Goes on with that task; those before it may not be there any more. */
    void rebase(@Nullable TaskRef newest) {
        shown.clear();
        anchor = newest;
        if (newest != null) {
            shown.put(newest.uid(), newest);
        }
    }

    /** The newest task the list showed: an answer that does not show it does not come from this node. */
    @Nullable
    TaskRef anchor() {
        return anchor;
    }

    /** The newest task that the node showed: those that were claimed may be ahead of the list. */
    @Nullable
    TaskRef newest() {
        NodeTask ahead = tasks().reduce((older, newer) -> newer).orElse(null);
        return ahead != null && (anchor == null || ahead.uid() > anchor.uid()) ? ahead.ref() : anchor;
    }

    /** Whether everything behind the anchor up to that number is on the page, or known from elsewhere. */
    boolean accountsFor(NodeTaskPage page, long last) {
        return anchor != null
                && LongStream.rangeClosed(anchor.uid() + 1, last)
                        .allMatch(uid ->
                                entries.containsKey(uid) || page.task(uid).isPresent());
    }

    /** The newest task up to which everything is settled; null when nothing is known. */
    @Nullable
    TaskRef watermark() {
        var settled = entries.isEmpty() ? shown.lastEntry() : shown.lowerEntry(entries.firstKey());
        if (settled == null) {
            return shown.isEmpty() ? null : shown.firstEntry().getValue();
        }
        shown.headMap(settled.getKey()).clear();
        return settled.getValue();
    }

    Claim claim(TaskRef ref) {
        Claim claim = new Claim(ref, this::release);
        Entry entry = entries.computeIfAbsent(ref.uid(), uid -> new Entry());
        entry.claims.add(claim);
        NodeTask known = entry.task;
        if (known != null) {
            entry.accounted |= claim.show(known);
        }
        return claim;
    }

    private void release(Claim claim) {
        Entry entry = entries.get(claim.ref().uid());
        if (entry != null) {
            entry.claims.removeIf(other -> other == claim);
            if (entry.claims.isEmpty() && entry.task == null) {
                entries.remove(claim.ref().uid());
            }
        }
    }

    /** The numbers to ask for, those first whose claims wait to be confirmed. */
    List<Long> open(int most) {
        List<Long> uids = new ArrayList<>();
        entries.forEach((uid, entry) -> {
            if (isUnseen(entry)) {
                uids.add(uid);
            }
        });
        entries.forEach((uid, entry) -> {
            if (!isUnseen(entry) && !entry.isFinal()) {
                uids.add(uid);
            }
        });
        return uids.subList(0, Math.min(most, uids.size()));
    }

    private static boolean isUnseen(Entry entry) {
        return entry.claims.stream().anyMatch(Claim::isUnseen);
    }

    boolean hasUnseenClaims() {
        return entries.values().stream().anyMatch(TaskLog::isUnseen);
    }

    boolean hasOpenClaims() {
        return entries.values().stream().anyMatch(e -> e.claims.stream().anyMatch(Claim::isOpen));
    }

    /**
     * Takes over the next tasks of the list, which begin with the anchor.
     *
     * @param ours what a task works on
     */
    void extend(NodeTaskPage page, Function<NodeTask, Optional<Volume>> ours) {
        for (NodeTask task : page.tasks()) {
            if (anchor != null && task.uid() <= anchor.uid()) {
                continue;
            }
            anchor = task.ref();
            shown.put(task.uid(), task.ref());
            Volume volume = ours.apply(task).orElse(null);
            Entry entry = entries.get(task.uid());
            if (entry == null && volume != null) {
                entry = new Entry();
                entries.put(task.uid(), entry);
            }
            if (entry != null) {
                entry.listed = true;
                entry.volume = volume;
                entry.observe(task);
            }
        }
    }

    /** Takes over what the node says of tasks that were asked for. */
    void update(List<Long> asked, NodeTaskPage page) {
        for (long uid : asked) {
            Entry entry = entries.get(uid);
            NodeTask task = page.task(uid).orElse(null);
            if (entry != null && task != null) {
                entry.observe(task);
            } else if (entry != null) {
                // it was never there, or somebody deleted it there
                entries.remove(uid);
                List.copyOf(entry.claims).forEach(Claim::gone);
            }
        }
    }

    /**
     * A task that nobody claims.
     *
     * @param volume it works on; null: none of ours
     * @param accounted whether it was claimed before
     */
    record Unclaimed(NodeTask task, @Nullable Volume volume, boolean accounted) {}

    List<Unclaimed> unclaimed() {
        List<Unclaimed> unclaimed = new ArrayList<>();
        for (Entry entry : entries.values()) {
            NodeTask task = entry.task;
            if (task != null && entry.claims.isEmpty() && entry.listed && !entry.condemned) {
                unclaimed.add(new Unclaimed(task, entry.volume, entry.accounted));
            }
        }
        return unclaimed;
    }

    /** Whether no task but those waits to be judged, or for what follows from that. */
    boolean isJudgedBut(Predicate<NodeTask> those) {
        return entries.values().stream()
                .filter(entry -> entry.listed && entry.claims.isEmpty())
                .allMatch(entry -> entry.task != null && !entry.condemned && those.test(entry.task));
    }

    /** Whether the list showed no task of the volume but those that waits to be judged, or for what follows from that. */
    boolean isSettledBut(Volume volume, Predicate<NodeTask> those) {
        return entries.values().stream()
                .filter(entry -> entry.listed && entry.claims.isEmpty() && !entry.accounted)
                .filter(entry -> volume.equals(entry.volume))
                .allMatch(entry -> entry.task != null && !entry.condemned && those.test(entry.task));
    }

    /** The newest task of those. */
    Optional<NodeTask> find(Predicate<NodeTask> which) {
        return tasks().filter(which).reduce((older, newer) -> newer);
    }

    /** Whether a task of those has not ended. */
    boolean anyOpen(Predicate<NodeTask> which) {
        return tasks().anyMatch(task -> !task.status().isFinal() && which.test(task));
    }

    private Stream<NodeTask> tasks() {
        return entries.values().stream().flatMap(e -> Stream.ofNullable(e.task));
    }

    void condemn(long uid, boolean condemned) {
        Entry entry = entries.get(uid);
        if (entry != null) {
            entry.condemned = condemned;
        }
    }

    /** Nothing more has to be known of that task. */
    void settle(long uid) {
        Entry entry = entries.get(uid);
        if (entry != null && entry.claims.isEmpty()) {
            entries.remove(uid);
        }
    }
}
