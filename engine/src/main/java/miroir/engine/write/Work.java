package miroir.engine.write;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import miroir.core.write.WriteTargets;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredIndex;
import org.jspecify.annotations.Nullable;

/**
 * What a task comes down to.
 *
 * @param parts one per volume; empty when nothing has to be sent
 * @param counts what the details say in the end
 * @param failure the task's error, found before anything was sent; the parts then only create the index
 * @param barrier whether later tasks of the index wait until this one has ended
 * @param effect what success does to the catalogue
 * @param undo how what succeeded is put back when the task fails; null: nothing can be left behind, or put back
 * @param unsent what to do instead when no part was sent before; null: the same
 */
public record Work(
        List<Part> parts,
        Counts counts,
        @Nullable ApiError failure,
        boolean barrier,
        Effect effect,
        @Nullable Undo undo,
        @Nullable Work unsent) {

    /** Work that is the same whether or not a part of it was sent before. */
    public Work(List<Part> parts, Counts counts, @Nullable ApiError failure, boolean barrier, Effect effect) {
        this(parts, counts, failure, barrier, effect, null, null);
    }

    /** Puts parts of a failed task back. It is a barrier, so that nothing came after them. */
    @FunctionalInterface
    public interface Undo {
        /** The parts that make it as if these had never been sent. */
        List<Part> of(List<Part> sent);
    }

    /** The same, with a way to put back what succeeded when the task fails. */
    Work undoneBy(Undo way) {
        return new Work(parts, counts, failure, barrier, effect, way, unsent);
    }

    /** How the details are filled in the end. */
    public sealed interface Counts {
        /** Nothing to count. */
        record None() implements Counts {}

        /** So many distinct documents were given. */
        record Indexed(long documents) implements Counts {}

        /** The nodes say how many documents they deleted. */
        record Deleted() implements Counts {}
    }

    /** What a success changes in the catalogue. */
    public sealed interface Effect {
        /**
         * The index changes in this way.
         *
         * @param halfDone what stays of it when the task failed, but some nodes did something of it
         */
        record Change(UnaryOperator<StoredIndex> index, UnaryOperator<StoredIndex> halfDone) implements Effect {
            /** A change of which nothing stays when the task failed. */
            public Change(UnaryOperator<StoredIndex> index) {
                this(index, UnaryOperator.identity());
            }

            /** A change that stays when the task failed, but some nodes did something of it. */
            static Change lasting(UnaryOperator<StoredIndex> index) {
                return new Change(index, index);
            }
        }

        /** The index goes. */
        record Drop() implements Effect {}
    }

    /** What is to be done, knowing whether parts of it may have been sent before. */
    public Work knowing(boolean sent) {
        return sent || unsent == null ? this : unsent;
    }

    /** An effect that only moves updatedAt. */
    public static Effect touch() {
        return new Effect.Change(UnaryOperator.identity());
    }

    /** Whether it fails for nothing but that a shard has no copy that takes it. */
    public boolean lacksCopies() {
        return failure != null && failure.code() == ErrorCode.MIROIR_SHARDS_UNAVAILABLE;
    }

    /** Nothing to send: the task fails. For want of a copy it may be begun anew instead, so that nothing may pass it. */
    public static Work failed(ApiError error) {
        boolean passed = error.code() != ErrorCode.MIROIR_SHARDS_UNAVAILABLE;
        return new Work(List.of(), new Counts.None(), error, !passed, touch());
    }

    /**
     * The same, unless one of the shards has no copy left to take it: then the task fails and nothing is sent. But what
     * may have been sent to some copies before is put back, or goes to the others too, so that they stay the same.
     */
    Work failingWithout(IndexEntry entry, Collection<Integer> shards) {
        List<Integer> lost = WriteTargets.withoutTarget(entry.routes(), shards);
        if (failure != null || lost.isEmpty()) {
            return this;
        }
        String message = "Index `" + entry.stored().uid() + "`: no copy in sync of shards " + lost + ".";
        ApiError error = new ApiError(ErrorCode.MIROIR_SHARDS_UNAVAILABLE, message);
        List<Part> alike = undo == null ? parts : undo.of(parts);
        return new Work(alike, counts, error, barrier, effect, undo, failed(error));
    }
}
