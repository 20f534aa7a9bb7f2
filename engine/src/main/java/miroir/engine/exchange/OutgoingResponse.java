package miroir.engine.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
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
    private final LongSupplier clock;
    private final Waiting waiting;
    private byte[] held = new byte[0];
    private int count;
    private boolean begun;
    private boolean streaming;

    /**
     * Makes an answer.
     *
     * @param end is called when all is sent
     * @param streams those too large to be held
     */
    OutgoingResponse(
            IncomingRequest request, Response wrapped, Callback end, Crowd crowd, Slots streams, LongSupplier clock) {
        super(request, wrapped);
        this.incoming = request;
        this.end = end;
        this.crowd = crowd;
        this.streams = streams;
        this.clock = clock;
        this.waiting = new Waiting(request, crowd, new Pace(), clock, "The client takes the answer too slowly.");
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
        if (!streaming && count + (long) BufferUtil.length(content) > crowd.most() / 4) {
            if (!streams.enter()) {
                callback.failed(new IOException("too many large answers are sent at a time"));
                return;
            }
            streaming = true;
            ByteBuffer first = ByteBuffer.wrap(held, 0, count);
            held = new byte[0];
            send(first, false, Callback.from(() -> send(content, last, callback), callback::failed));
        } else if (streaming) {
            send(content, last, callback);
        } else {
            if (content != null && content.hasRemaining()) {
                hold(content);
            }
            callback.succeeded();
        }
    }

    private void hold(ByteBuffer content) {
        int more = content.remaining();
        if (more > held.length - count) {
            long said = getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
            long size = Math.max(count + (long) more, Math.min(said < 0 ? 2L * count : said, crowd.most() / 4));
            held = Arrays.copyOf(held, (int) Math.min(size, Integer.MAX_VALUE - 8));
        }
        content.get(held, count, more);
        count += more;
    }

    private void send(@Nullable ByteBuffer content, boolean last, Callback callback) {
        ByteBuffer all = content == null ? BufferUtil.EMPTY_BUFFER : content;
        new Sending(getWrapped(), all, last, waiting, callback).iterate();
    }

    /** What works on the request has done so. */
    @Override
    public void succeeded() {
        if (streaming) {
            ended();
            end.succeeded();
        } else if (incoming.isRead() || incoming.isHeldBack()) {
            answer();
        } else {
            Pace pace = new Pace(clock.getAsLong(), DISCARDING);
            Waiting patience = new Waiting(incoming, crowd, pace, clock, "The client sends too slowly.");
            incoming.discard(DISCARDED, patience, this::answer);
        }
    }

    private void answer() {
        if (!incoming.isRead() && !incoming.isHeldBack()) {
            getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (count == 0) {
            end.succeeded();
        } else {
            send(ByteBuffer.wrap(held, 0, count), true, Callback.from(this::sent, this::failedToSend));
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
        failedToSend(failure);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
