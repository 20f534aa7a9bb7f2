package miroir.engine.search;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.search.MissingShard;
import miroir.core.search.PlanRequest;
import miroir.core.search.ReadCopies;
import miroir.core.search.ScatterPlan;
import miroir.core.search.SearchPlanner;
import miroir.core.search.VolumeAsk;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeError;
import miroir.engine.error.ErrorCode;
import miroir.engine.node.NodeReply;
import miroir.engine.search.Scatter.FailureListener;
import miroir.engine.search.Scatter.Gathered;
import miroir.engine.search.Scatter.Outgoing;
import miroir.engine.search.Scatter.Question;
import miroir.engine.search.Scatter.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way, wave after wave, until each of its shards is answered for or nobody is left to ask. Used by one
 * thread at a time.
 */
final class Round<T> {
    private final Question<T> question;
    private final long sequence;
    private final Rules rules;
    private final Moment deadline;
    /** Nodes that are not asked again, for whatever reason. */
    private final Set<NodeId> failed = new HashSet<>();
    /** Those of them that had no room for the question. */
    private final Set<NodeId> busy = new HashSet<>();
    /** Those of them that refused it. */
    private final Set<NodeId> refusing = new HashSet<>();

    private final Set<Volume> judges = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();
    private final List<Part> resent = new ArrayList<>();
    private final List<MissingShard> missing = new ArrayList<>();
    private final List<Reply<T>> replies = new ArrayList<>();
    private Set<Integer> again = new TreeSet<>();
    private @Nullable NodeError refusal;
    private boolean asked;
    /** Whether the refusal is the answer. */
    private boolean refusalStands;

    Round(Question<T> question, long sequence, Rules rules) {
        this.question = question;
        this.sequence = sequence;
        this.rules = rules;
        this.deadline = rules.ticker.now().plus(question.longest());
    }

    /** What is the same for all questions. */
    record Rules(ReadCopies readCopies, SignsOfLife signs, Ticker ticker, FailureListener failures) {}

    /** Whom to ask now; empty when it is over. */
    List<Part> next() {
        List<Part> parts = new ArrayList<>(resent);
        resent.clear();
        // one node alone may be wrong about it: two that say the same, and nobody who says otherwise, are not
        refusalStands |= replies.isEmpty() && refusing.size() > 1;
        if (refusalStands) {
            return List.of();
        }
        if (!asked || !again.isEmpty()) {
            Set<Integer> shards = asked ? again : question.shards();
            asked = true;
            again = new TreeSet<>();
            if (!failed.isEmpty() && rules.ticker.now().until(deadline).isNegative()) {
                lose(requireNonNull(shards), "no time is left to ask another copy");
                return parts;
            }
            plan(shards).forEach(ask -> parts.add(part(ask, question.sending().of(ask))));
        }
        return refusalStands ? List.of() : parts;
    }

    private List<VolumeAsk> plan(@Nullable Set<Integer> shards) {
        ScatterPlan plan = SearchPlanner.plan(new PlanRequest(
                question.index().routing(),
                node -> question.snapshot().node(node).preference(),
                rules.readCopies,
                sequence,
                failed,
                shards));
        for (MissingShard shard : plan.missing()) {
            if (refused.contains(shard.shard())) {
                refusalStands = true;
            } else {
                missing.add(shard);
            }
        }
        return plan.asks();
    }

    private Part part(VolumeAsk ask, Outgoing out) {
        return new Part(this, ask, out, question.longest(), question.timing(), reply -> take(ask, reply));
    }

    private void take(VolumeAsk ask, NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered) {
            if (answered.ok() && reads(ask, answered.body())) {
                return;
            }
            NodeError error = answered.ok() ? null : NodeError.of(answered);
            if (error != null && error.status() == 400) {
                refused(ask, error);
                return;
            }
        }
        NodeId node = ask.volume().node();
        failed.add(node);
        if (hasNoRoom(reply)) {
            busy.add(node);
            again.addAll(ask.shards());
            return;
        }
        boolean tooLong = reply instanceof NodeReply.Unknown && reply.late() && rules.signs.lives(node);
        if (tooLong) {
            // another copy would take as long: the question is heavy, not the node lost
            String why =
                    "node " + node + " took longer than " + question.longest().toSeconds() + " s";
            lose(ask.shards(), why);
        } else {
            again.addAll(ask.shards());
        }
        rules.failures.failed(node, describe(reply), reply.late());
    }

    private void lose(Collection<Integer> shards, String why) {
        shards.forEach(shard -> missing.add(new MissingShard(shard, why)));
    }

    private boolean reads(VolumeAsk ask, byte[] body) {
        try {
            replies.add(new Reply<>(ask, question.reading().of(ask, body)));
            judges.add(ask.volume());
            return true;
        } catch (RuntimeException notIt) {
            return false;
        }
    }

    /** A node may refuse for what it alone does not know. So other copies of the same shards are asked as well. */
    private void refused(VolumeAsk ask, NodeError error) {
        judges.add(ask.volume());
        Outgoing other = question.sending().instead(ask, error);
        if (other != null) {
            resent.add(part(ask, other));
            return;
        }
        NodeId node = ask.volume().node();
        failed.add(node);
        refusing.add(node);
        refused.addAll(ask.shards());
        again.addAll(ask.shards());
        if (refusal == null) {
            refusal = error;
        }
    }

    Gathered<T> gathered() {
        return new Gathered<>(
                replies,
                judges,
                missing,
                refusalStands ? refusal : null,
                missing.stream().anyMatch(this::isOnBusyNode));
    }

    private boolean isOnBusyNode(MissingShard shard) {
        return question.index().routes().of(shard.shard()).stream()
                .anyMatch(copy -> copy.state() == CopyState.IN_SYNC && busy.contains(copy.node()));
    }

    /** Whether it was not asked, or would not look at it, for all else it is being asked. */
    private static boolean hasNoRoom(NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered && answered.status() == 503) {
            NodeError error = NodeError.of(answered);
            return error != null && error.code().equals(ErrorCode.TOO_MANY_SEARCH_REQUESTS.wire());
        }
        return reply instanceof NodeReply.Busy;
    }

    private static String describe(NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered) {
            return "answers " + answered.status() + (answered.ok() ? ", but not what it was asked for" : "");
        }
        return reply instanceof NodeReply.NotSent notSent
                ? "unreachable: " + notSent.reason()
                : reply instanceof NodeReply.Unknown unknown ? "no answer: " + unknown.reason() : "";
    }
}
