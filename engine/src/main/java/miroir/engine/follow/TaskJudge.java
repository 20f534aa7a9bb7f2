package miroir.engine.follow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Volume;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeTask;

/** Says what a task means that stands in a node's list. Loop thread. */
public interface TaskJudge {
    /** Knows no volumes. */
    TaskJudge NONE = new TaskJudge() {
        @Override
        public Optional<Volume> volume(NodeId node, NodeTask task) {
            return Optional.empty();
        }

        @Override
        public Verdict judge(Volume volume, NodeTask task) {
            return Verdict.HARMLESS;
        }

        @Override
        public CompletableFuture<Void> forgotten(NodeId node) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> condemn(Volume volume, NodeTask task) {
            return CompletableFuture.completedFuture(null);
        }
    };

    /** What to do about a task that nobody has claimed. */
    enum Verdict {
        /** Somebody may still ask for it. */
        WAIT,
        /** It touches nothing that counts. */
        HARMLESS,
        /** Nobody here sent it, or it arrived after it was given up, or twice. */
        FOREIGN
    }

    /** The volume of ours that the task works on, by the name the volume has now; empty: none. */
    Optional<Volume> volume(NodeId node, NodeTask task);

    /** The verdict of now on a task of that volume. */
    Verdict judge(Volume volume, NodeTask task);

    /** Tasks of the node were deleted before anybody saw them; completes once what follows is durable. */
    CompletableFuture<Void> forgotten(NodeId node);

    /** Acts on a foreign task of that volume; completes once that is durable. */
    CompletableFuture<Void> condemn(Volume volume, NodeTask task);
}
