package miroir.engine.search;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import miroir.core.placement.VolumeName;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Unattended;
import org.jspecify.annotations.Nullable;

/**
 * Tells a heavy question from a node that hangs. A node that takes long is waited for as long as it passes its probes and
 * answers other searches; when it answered none for a while, it is asked the lightest one there is. Any thread.
 */
final class SignsOfLife {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(4);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    /** How long the lightest search may take, since it may wait behind heavy ones. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final byte[] LIGHTEST = "{\"limit\":0}".getBytes(StandardCharsets.US_ASCII);

    private final NodeClient nodes;
    private final Ticker ticker;
    private final Predicate<NodeId> passesProbes;
    private final Map<NodeId, Signs> signs = new ConcurrentHashMap<>();

    SignsOfLife(NodeClient nodes, Ticker ticker, Predicate<NodeId> passesProbes) {
        this.nodes = nodes;
        this.ticker = ticker;
        this.passesProbes = passesProbes;
    }

    /**
     * What is known of a node.
     *
     * @param answered when it last answered a search; null: never
     * @param asked when it was asked the lightest one, which it has not answered; null: it was not, or has
     */
    private record Signs(
            @Nullable Moment answered, @Nullable Moment asked) {}

    /** Whether to go on waiting for a search that the node was sent. */
    NodeRequest.Vigil vigil(NodeId node) {
        return new NodeRequest.Vigil(FIRST_LOOK, () -> lives(node));
    }

    /** A reply to a search. */
    void heard(NodeId node, NodeReply reply) {
        if (reply instanceof NodeReply.Answered) {
            signs.put(node, new Signs(ticker.now(), null));
        }
    }

    /** Whether the node, though it takes long, is at work. */
    boolean lives(NodeId node) {
        if (!passesProbes.test(node)) {
            return false;
        }
        Moment now = ticker.now();
        Signs before = signs.getOrDefault(node, new Signs(null, null));
        if (before.answered != null && before.answered.until(now).compareTo(SILENCE) < 0) {
            return true;
        }
        if (before.asked != null) {
            return before.asked.until(now).compareTo(PATIENCE) < 0;
        }
        signs.put(node, new Signs(before.answered, now));
        NodeRequest lightest =
                NodeRequest.json(node, "POST", "/indexes/" + VolumeName.IDENTITY + "/search", LIGHTEST, PATIENCE);
        Unattended.run(nodes.send(lightest).thenAccept(reply -> heard(node, reply)), "asking for a sign of life");
        return true;
    }
}
