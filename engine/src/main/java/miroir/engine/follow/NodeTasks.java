package miroir.engine.follow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import miroir.core.placement.Volume;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.TaskRef;
import miroir.engine.state.Ports;
import org.jspecify.annotations.Nullable;

/**
 * The task lists of all nodes. There is one poll per node for whatever is under way there, and one record of what its list
 * showed; an answer that does not show the newest task of that record is not this node's and is ignored. Loop thread.
 */
public final class NodeTasks {
    private final Ports ports;
    private final NodeApi api;
    private final Map<NodeId, Follower> followers = new HashMap<>();
    private TaskJudge judge = TaskJudge.NONE;
    private Consumer<NodeId> doubtful = node -> {};
    private BiConsumer<NodeId, NodeTask> witness = (node, task) -> {};

    public NodeTasks(Ports ports, NodeApi api) {
        this.ports = ports;
        this.api = api;
    }

    /**
     * Before anything is followed.
     *
     * @param says what to do about tasks that nobody claims
     * @param hears of nodes whose answers do not fit the record
     */
    public void judgedBy(TaskJudge says, Consumer<NodeId> hears) {
        judge = says;
        doubtful = hears;
    }

    /** Before anything is followed: hears of each task that a list shows for the first time. */
    public void heardBy(BiConsumer<NodeId, NodeTask> hears) {
        witness = hears;
    }

    /** What following a list further came to. */
    public enum Tail {
        /** The list goes on from where it was. */
        FOLLOWED,
        /** The list does not show what it showed before. */
        CONTRADICTS,
        /** There was no answer. */
        SILENT,
        /** There was no room to ask. */
        BUSY
    }

    /** Follows a node's list from that task on; everything claimed of it before is gone. */
    public void begin(NodeId node, @Nullable TaskRef watermark) {
        follower(node).begin(watermark);
    }

    /**
     * Goes on behind the newest task although it was deleted on the node, which has just proven with that one that it is the
     * same. What is still listed is judged as ever; when something is missing in between, nobody knows what the node did.
     */
    public CompletableFuture<Void> resume(NodeId node, TaskRef sign) {
        return follower(node).resume(sign);
    }

    /** The newest task that the node showed so far; null: nothing is known of it. */
    public @Nullable TaskRef newest(NodeId node) {
        return follower(node).log.newest();
    }

    /** The newest task up to which all have ended and are accounted for; null: nothing is known of the node. */
    public @Nullable TaskRef watermark(NodeId node) {
        return follower(node).log.watermark();
    }

    /** Follows the list up to its present end; completes on the loop. */
    public CompletableFuture<Tail> follow(NodeId node) {
        return follower(node).follow();
    }

    /** Whether the node's list, as of now, holds nothing that may still turn out to be somebody else's. */
    public CompletableFuture<Boolean> isJudged(NodeId node) {
        return isJudgedBut(node, task -> false);
    }

    /** The same, but for those tasks, whose turn to be judged may not come yet. */
    public CompletableFuture<Boolean> isJudgedBut(NodeId node, Predicate<NodeTask> those) {
        Follower follower = follower(node);
        return follower.follow().thenApply(tail -> tail == Tail.FOLLOWED && follower.log.isJudgedBut(those));
    }

    /**
     * Whether what the list showed of the volume when it was last followed was judged, with all that follows from it; but for
     * those tasks, whose turn may not come yet.
     */
    public boolean isSettledBut(Volume volume, Predicate<NodeTask> those) {
        return follower(volume.node()).log.isSettledBut(volume, those);
    }

    /** Follows a task that the node says it took. */
    public Claim claim(NodeId node, TaskRef given) {
        Follower follower = follower(node);
        Claim claim = follower.log.claim(given);
        follower.hurry();
        return claim;
    }

    /** Looks for the newest task of those, up to the list's present end; fails when the node does not answer. */
    public CompletableFuture<Optional<NodeTask>> find(NodeId node, Predicate<NodeTask> which) {
        return follower(node).find(which);
    }

    /** Completes when all those tasks that the list has now have ended; fails when the node does not answer. */
    public CompletableFuture<Void> ended(NodeId node, Predicate<NodeTask> which) {
        return follower(node).ended(which);
    }

    /** The node did not tell what its list says. */
    public static final class Untold extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean busy;

        Untold(NodeId node, boolean busy) {
            super("node " + node + ": does not tell what its tasks are", null, false, false);
            this.busy = busy;
        }

        /** Whether there was only no room to ask. */
        public boolean isBusy() {
            return busy;
        }
    }

    private Follower follower(NodeId node) {
        return followers.computeIfAbsent(node, id -> new Follower(id, ports, api, this));
    }

    void heard(NodeId node, NodeTask task) {
        witness.accept(node, task);
    }

    TaskJudge judge() {
        return judge;
    }

    void doubt(NodeId node) {
        doubtful.accept(node);
    }
}
