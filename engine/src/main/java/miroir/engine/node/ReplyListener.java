package miroir.engine.node;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a {@link NodeReply} of how an exchange ends. */
final class ReplyListener extends BufferingResponseListener {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyListener.class);
    private static final int MAX_ANSWER_BYTES = 512 * 1024 * 1024;
    private static final int LONGEST_MESSAGE = 120;

    private final CompletableFuture<NodeReply> reply = new CompletableFuture<>();
    private volatile boolean begun;

    ReplyListener() {
        super(MAX_ANSWER_BYTES);
    }

    /** Completes when the exchange has ended. */
    CompletableFuture<NodeReply> reply() {
        return reply;
    }

    /** The request has a connection; from now on something of it may reach the node. */
    void begun() {
        begun = true;
    }

    @Override
    public void onComplete(Result result) {
        Throwable failure = result.getFailure();
        if (failure == null) {
            byte[] body = getContent();
            reply.complete(new NodeReply.Answered(result.getResponse().getStatus(), body == null ? new byte[0] : body));
        } else {
            reply.complete(outcome(failure));
        }
    }

    /** What had no connection was certainly not sent; everything else may still be carried out. */
    private NodeReply outcome(Throwable failure) {
        if (failure instanceof Error) {
            // no matter of the node's: whoever ends the process hears of it
            LOG.error("a request to a node failed", failure);
        }
        boolean late = failure instanceof TimeoutException || failure instanceof SocketTimeoutException;
        return begun
                ? new NodeReply.Unknown(late ? "no answer in time" : describe(failure), late)
                : new NodeReply.NotSent(late ? "no connection in time" : describe(failure), late);
    }

    /** In words for the operator: the client's own messages describe its inner state at length. */
    private static String describe(Throwable failure) {
        if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        String message = failure.getMessage();
        return message == null || message.length() > LONGEST_MESSAGE
                ? failure.getClass().getSimpleName()
                : message;
    }
}
