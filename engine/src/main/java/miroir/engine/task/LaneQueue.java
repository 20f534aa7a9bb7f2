package miroir.engine.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import miroir.engine.store.StoredTask;
import miroir.engine.write.Coalescing;
import org.jspecify.annotations.Nullable;

/** What waits for its turn in a lane. Loop thread only. */
final class LaneQueue {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Coalescing coalescing;
    private int deletions;

    LaneQueue(Coalescing coalescing) {
        this.coalescing = coalescing;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** What is next; null: nothing. */
    @Nullable
    Waiting peek() {
        return waiting.peek();
    }

    void add(Waiting last) {
        waiting.add(last);
        deletions += last.deletes() ? 1 : 0;
    }

    /**
     * The tasks stand first again, to be begun anew.
     *
     * @param even whether all copies in sync are alike in what was sent of them
     */
    void again(List<RunningTask.Member> members, boolean even) {
        for (int i = members.size() - 1; i >= 0; i--) {
            Waiting.Turn turn = members.get(i).turn().again(even);
            waiting.addFirst(turn);
            deletions += turn.deletes() ? 1 : 0;
        }
    }

    /** A hold goes before all tasks but those that may have been sent before. */
    void insert(Waiting.Hold hold) {
        List<Waiting> all = new ArrayList<>(waiting);
        int place = all.size();
        while (place > 0 && !all.get(place - 1).sent()) {
            place--;
        }
        all.add(place, hold);
        waiting.clear();
        waiting.addAll(all);
    }

    /** The first hold that need not wait for tasks that cannot be started; null: none. */
    Waiting.@Nullable Hold hold() {
        for (Waiting one : waiting) {
            if (one instanceof Waiting.Hold hold && hold.passes()) {
                return hold;
            }
        }
        return null;
    }

    /** Whether what is next may have been sent to some copies in sync and not to others. */
    boolean isNextUneven() {
        Waiting next = waiting.peek();
        return next != null && next.sent() && !(next instanceof Waiting.Turn turn && turn.even());
    }

    /** Whether the deletion of the index is among what waits. */
    boolean isDeletion() {
        return deletions > 0;
    }

    /** The next so many of those that have to be read. */
    List<Long> unread(int most) {
        return waiting.stream()
                .limit(most)
                .filter(one -> one instanceof Waiting.Stored)
                .map(one -> ((Waiting.Stored) one).uid())
                .toList();
    }

    /** Takes over what was read. */
    void read(Map<Long, StoredTask> found) {
        Deque<Waiting> passed = new ArrayDeque<>();
        for (int left = found.size(); left > 0 && !waiting.isEmpty(); ) {
            Waiting next = waiting.remove();
            StoredTask task = next instanceof Waiting.Stored stored ? found.get(stored.uid()) : null;
            if (task != null && next instanceof Waiting.Stored stored) {
                passed.push(stored.read(task));
                left--;
            } else {
                passed.push(next);
            }
        }
        passed.forEach(waiting::addFirst);
    }

    /** Whether it had not been reached. */
    boolean remove(Waiting.Hold hold) {
        return waiting.remove(hold);
    }

    /** Takes the task that is next, and those behind it that may be sent with it. */
    List<Waiting.Turn> take(Waiting.Turn first) {
        waiting.remove();
        deletions -= first.deletes() ? 1 : 0;
        List<Waiting.Turn> turns = new ArrayList<>(List.of(first));
        boolean fits = !first.sent() && !waiting.isEmpty() && coalescing.fits(first.task());
        while (fits
                && turns.size() < Coalescing.MOST_TASKS
                && waiting.peek() instanceof Waiting.Turn next
                && !next.sent()
                && Coalescing.alike(first.task(), next.task())
                && coalescing.fits(next.task())) {
            waiting.remove();
            turns.add(next);
        }
        return turns;
    }
}
