package miroir.engine.search;

import java.time.Duration;
import java.util.function.Consumer;
import miroir.core.search.VolumeAsk;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * What one volume is asked for one question.
 *
 * @param question tells the parts of one question from those of another
 * @param longest how long the node may take while it proves that it lives
 * @param timing hears when it is asked and when it answers; null: nobody wants to know
 * @param taker is given the reply, one at a time for all parts that are sent together
 */
record Part(
        Object question,
        VolumeAsk ask,
        Scatter.Outgoing out,
        Duration longest,
        @Nullable SearchTiming timing,
        Consumer<NodeReply> taker) {

    NodeId node() {
        return ask.volume().node();
    }
}
