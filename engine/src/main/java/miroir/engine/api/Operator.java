package miroir.engine.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.plan.TopologyWish;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may do: look at a plan first, apply it by its id, and steer what runs. Methods may be called on any
 * thread but the loop, and wait for no node. Each act is written to the audit trail. What is told, of plans and
 * operations too, is on the disk and shows everywhere else.
 */
public interface Operator {
    /** Works out what the wish would do, and keeps it under an id. Changes nothing else. */
    CompletableFuture<PlanPicture> plan(TopologyWish wish);

    /** A plan as it was made; unchanged for ever. */
    CompletableFuture<Optional<PlanPicture>> plan(String planId);

    /** The plans made last, newest first; a bounded number. */
    CompletableFuture<List<PlanEntry>> plans();

    /** Starts a plan. DONE carries the operation's id, OUTDATED the id of the same wish's plan on today's topology. */
    CompletableFuture<Decision> apply(String planId, Actor actor);

    /** Newest first. */
    CompletableFuture<List<OperationPicture>> operations();

    /** One operation with its moves. */
    CompletableFuture<Optional<OperationPicture>> operation(String operationId);

    /** Starts no further move and lets none commit, until resumed. */
    CompletableFuture<Decision> pause(String operationId, Actor actor);

    /** Goes on with a paused operation. */
    CompletableFuture<Decision> resume(String operationId, Actor actor);

    /** Ends an operation early: moves not yet committed are undone, committed ones stay, the topology is told so. */
    CompletableFuture<Decision> cancel(String operationId, Actor actor);

    /** Tries moves that failed once more. */
    CompletableFuture<Decision> retry(String operationId, Actor actor);

    /** Changes how much an operation may use. */
    CompletableFuture<Decision> throttle(String operationId, Throttle throttle, Actor actor);

    /** Compares all copies of every shard of an index; with {@code repair}, also mends those that differ. */
    CompletableFuture<Decision> verify(String indexUid, boolean repair, Actor actor);

    /**
     * What is left of one shard of an index, or of all that nobody can read. The nodes are asked. Empty: there is no such
     * index or shard.
     *
     * @param shard null: all that nobody can read
     */
    CompletableFuture<Optional<List<ShardRemains>>> remains(String indexUid, @Nullable Integer shard);

    /** Makes copies that are out of sync those that count; only where no copy in sync can be read. */
    CompletableFuture<Decision> accept(AcceptWish wish, Actor actor);

    /**
     * Changes a node's address or key, when what answers there is that node. The node is asked. DONE carries the node's id.
     */
    CompletableFuture<Decision> change(NodeEdit edit, Actor actor);

    /**
     * Who acts.
     *
     * @param who a name for the audit trail: {@code console}, {@code api}, {@code cli}, {@code miroir}
     * @param requestId of the request; empty when there is none
     */
    record Actor(String who, String requestId) {}

    /**
     * How much an operation may use.
     *
     * @param bytesPerSecond read from sources, all moves together; 0: unlimited
     * @param concurrentMoves at a time
     */
    record Throttle(long bytesPerSecond, int concurrentMoves) {}

    /**
     * What became of an order.
     *
     * @param id of the operation, or of the new plan when OUTDATED; empty when refused
     * @param message one sentence for people
     */
    record Decision(Kind kind, String id, String message) {
        /** The kinds of answers. */
        public enum Kind {
            /** It is done, durably. */
            DONE,
            /** The topology moved on since the plan was made. */
            OUTDATED,
            /** Not possible now. */
            REFUSED,
            /** There is no such plan, operation, index or node. */
            NOT_FOUND
        }
    }
}
