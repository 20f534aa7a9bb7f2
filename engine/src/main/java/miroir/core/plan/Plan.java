package miroir.core.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import miroir.core.placement.CopyState;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the topology comes down to, worked out before anything moves. Immutable.
 *
 * @param topologyVersion the topology it was computed from; it is applied to no other
 * @param refusals why it cannot be applied; empty: it can
 * @param moves in the order in which they are best made: what lifts the smallest number of live copies first
 * @param drops copies that go without being replaced, each once all moves of its shard are made
 * @param breaches constraints that do not hold, at each moment
 * @param peakExtraBytes by node: the most it holds at one time above what it holds now
 * @param target the topology once all of it is done
 */
public record Plan(
        long topologyVersion,
        TopologyWish wish,
        List<Refusal> refusals,
        List<Move> moves,
        List<Drop> drops,
        Totals totals,
        Eta eta,
        Balance balance,
        Survivors survivors,
        List<Breach> breaches,
        SortedMap<NodeId, Long> peakExtraBytes,
        Topology target) {

    /** The same for that wish, which differs in nothing that a plan depends on. */
    public Plan of(TopologyWish other) {
        return new Plan(
                topologyVersion,
                other,
                refusals,
                moves,
                drops,
                totals,
                eta,
                balance,
                survivors,
                breaches,
                peakExtraBytes,
                target);
    }

    /** The same, refused for these reasons too. */
    public Plan refusedFor(List<Refusal> more) {
        return new Plan(
                topologyVersion,
                wish,
                Stream.concat(refusals.stream(), more.stream()).toList(),
                moves,
                drops,
                totals,
                eta,
                balance,
                survivors,
                breaches,
                peakExtraBytes,
                target);
    }

    /**
     * What could not be looked at before it is applied, a sentence for each new node: no key but one that was given for just
     * that node is sent to an address before it is part of the cluster.
     */
    public List<String> unchecked() {
        return !applicable()
                ? List.of()
                : wish.newNodes().stream()
                        .filter(node -> node.key() == null)
                        .map(node -> "Node " + node.id() + " answers at " + node.address()
                                + "; its version and emptiness are checked when the plan is applied.")
                        .toList();
    }

    /** Whether it may be carried out. */
    public boolean applicable() {
        return refusals.isEmpty() && !wish.whatIf();
    }

    /**
     * Why a wish is refused.
     *
     * @param name a word for programs: {@code last_copy}, {@code unknown_node}, …
     * @param target a node, group or index; empty: the whole wish
     * @param message one sentence for people
     */
    public record Refusal(String name, String target, String message) {}

    /**
     * One copy that is built.
     *
     * @param from the copy it replaces; null: an additional copy, built from any one in sync
     * @param to the node that gets it
     * @param reason for people: what makes it necessary
     */
    public record Move(
            IndexId indexId,
            String index,
            int shard,
            GroupId group,
            @Nullable NodeId from,
            NodeId to,
            int rank,
            long documents,
            long bytes,
            String reason) {}

    /** One copy that goes without being replaced. */
    public record Drop(
            IndexId indexId, String index, int shard, NodeId node, int rank, CopyState state, String reason) {}

    /**
     * Sums over the moves.
     *
     * @param minimumCopies the fewest copies that any placement as even as this one must move
     * @param ratio copies by minimum; 1 when there is nothing to move
     */
    public record Totals(int copies, long documents, long bytes, int minimumCopies, double ratio) {}

    /** How long it takes, in milliseconds, and what that is judged by. */
    public record Eta(long low, long high, String basis) {}

    /** How evenly copies lie on the nodes. */
    public record Balance(Spread before, Spread after, List<NodeLoad> nodes) {}

    /**
     * The spread of copies over the nodes that take copies.
     *
     * @param ratio fullest by mean; 1 when there are no copies
     */
    public record Spread(int fewest, int most, double mean, double ratio) {}

    /** What one node holds before and after. */
    public record NodeLoad(
            NodeId node,
            GroupId group,
            int copiesBefore,
            int copiesAfter,
            long documentsBefore,
            long documentsAfter,
            long bytesBefore,
            long bytesAfter) {}

    /** The fewest live copies (in sync, on a node that answers) any shard has, in all groups together. */
    public record Survivors(int before, int during, int after) {}

    /** When a constraint does not hold. */
    public enum Moment {
        BEFORE,
        DURING,
        AFTER
    }

    /**
     * A constraint that does not hold.
     *
     * @param name a word for programs
     */
    public record Breach(Moment moment, String name, String target, String message) {}
}
