package miroir.engine.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is taken from who writes it at once, and sent when it is whole, as fast as the client takes it. One too
 * large to be held is sent while it is written. Before an answer, what is left of the request's body is read and
 * forgotten, up to a bound: a client that first sends all of it then sees the answer.
 */
final class OutgoingResponse extends Response.Wrapper implements Callback {
    /** As much is read of a body that nobody wants. */
    static final long DISCARDED = 32L << 20;

    private static final Duration DISCARDING = Duration.ofSeconds(5);

    private final IncomingRequest incoming;
    private final Callback end;
    private final Crowd crowd;
    private final Slots streams;
    private final Runnable worked;
    private final Waiting waiting;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean begun;
    private boolean streaming;

    /**
     * Makes an answer.
     *
     * @param end is called when all is sent
     * @param streams those too large to be held
     * @param worked is called when no thread works on the request any more
     */
    OutgoingResponse(
            IncomingRequest request, Response wrapped, Callback end, Crowd crowd, Slots streams, Runnable worked) {
        super(request, wrapped);
        this.incoming = request;
        this.end = end;
        this.crowd = crowd;
        this.streams = streams;
        this.worked = worked;
        this.waiting = new Waiting(request, crowd, new Pace(), "The client takes the answer too slowly.");
    }

    @Override
    public boolean isCommitted() {
        return begun || super.isCommitted();
    }

    @Override
    public void setStatus(int code) {
        if (!begun) {
            super.setStatus(code);
        }
    }

    @Override
    public void reset() {
        if (begun) {
            throw new IllegalStateException("the answer has begun");
        }
        super.reset();
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        begun |= last || BufferUtil.hasContent(content);
        if (!streaming && held.size() + (long) BufferUtil.length(content) > crowd.most() / 4) {
            if (!streams.enter()) {
                callback.failed(new IOException("too many large answers are sent at a time"));
                return;
            }
            streaming = true;
            ByteBuffer first = ByteBuffer.wrap(held.toByteArray());
            held.reset();
            send(first, false, Callback.from(() -> send(content, last, callback), callback::failed));
        } else if (streaming) {
            send(content, last, callback);
        } else {
            if (BufferUtil.hasContent(content)) {
                byte[] bytes = BufferUtil.toArray(content);
                content.position(content.limit());
                held.writeBytes(bytes);
            }
            callback.succeeded();
        }
    }

    private void send(@Nullable ByteBuffer content, boolean last, Callback callback) {
        ByteBuffer all = content == null ? BufferUtil.EMPTY_BUFFER : content;
        new Sending(getWrapped(), all, last, waiting, callback).iterate();
    }

    /** What works on the request has done so. */
    @Override
    public void succeeded() {
        worked.run();
        if (streaming) {
            ended();
            end.succeeded();
        } else if (incoming.isRead() || incoming.isHeldBack()) {
            answer();
        } else {
            Pace pace = new Pace(System.nanoTime(), DISCARDING);
            Waiting patience = new Waiting(incoming, crowd, pace, "The client sends too slowly.");
            incoming.discard(DISCARDED, patience, this::answer);
        }
    }

    private void answer() {
        if (!incoming.isRead() && !incoming.isHeldBack()) {
            getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (held.size() == 0) {
            end.succeeded();
        } else {
            send(ByteBuffer.wrap(held.toByteArray()), true, Callback.from(this::sent, this::failedToSend));
        }
    }

    private void sent() {
        ended();
        end.succeeded();
    }

    private void failedToSend(Throwable failure) {
        ended();
        end.failed(failure);
    }

    private void ended() {
        waiting.done();
        if (streaming) {
            streams.leave();
        }
    }

    @Override
    public void failed(Throwable failure) {
        worked.run();
        failedToSend(failure);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
