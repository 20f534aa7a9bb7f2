package miroir.engine.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
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
    private boolean refused;
    private boolean sending;
    private @Nullable Throwable unsent;
    private final AtomicBoolean handled = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger left = new AtomicInteger(2);

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
        if (refused || sending) {
            if (BufferUtil.hasContent(content)) {
                callback.failed(new IOException("the answer has ended"));
            } else {
                callback.succeeded();
            }
            return;
        }
        begun |= last || BufferUtil.hasContent(content);
        if (!streaming && count + (long) BufferUtil.length(content) > crowd.most() / 4) {
            if (!streams.enter()) {
                refuse();
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
            if (last && count > 0 && incoming.isRead()) { // sooner than what wrote it has ended
                answer();
            }
            callback.succeeded();
        }
    }

    /** In place of what was written says that there is no room; what is written after that is not sent. */
    void refuse() {
        held = new byte[0];
        count = 0;
        getHeaders().remove(HttpHeader.CONTENT_LENGTH).put(HttpHeader.RETRY_AFTER, "5");
        begun = false;
        String message = "Miroir is answering as many requests of this kind as it can. Try again.";
        Refusals.write(this, new ApiError(ErrorCode.MIROIR_UNAVAILABLE, message), 503);
        refused = true;
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
        if (handled.getAndSet(true)) {
            return;
        }
        if (streaming) {
            end(null);
        } else if (sending) {
            oneOfTwo();
        } else if (incoming.isRead() || incoming.isHeldBack()) {
            answerAll();
        } else {
            Pace pace = new Pace(clock.getAsLong(), DISCARDING);
            Waiting patience = new Waiting(incoming, crowd, pace, clock, "The client sends too slowly.");
            incoming.discard(DISCARDED, patience, held.length, this::answerAll);
        }
    }

    private void answerAll() {
        if (!incoming.isRead() && !incoming.isHeldBack()) {
            getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (count == 0) {
            end(null);
        } else {
            answer();
            oneOfTwo();
        }
    }

    private void answer() {
        sending = true;
        if (!getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
            getHeaders().put(HttpHeader.CONTENT_LENGTH, count);
        }
        send(
                ByteBuffer.wrap(held, 0, count),
                true,
                Callback.from(InvocationType.NON_BLOCKING, this::oneOfTwo, failure -> {
                    unsent = failure; // what works on the request is not disturbed
                    oneOfTwo();
                }));
    }

    /** The answer was sent, or could not be, or what made it has ended. */
    private void oneOfTwo() {
        if (left.decrementAndGet() == 0) {
            end(unsent);
        }
    }

    private void end(@Nullable Throwable failure) {
        if (ended.getAndSet(true)) {
            return;
        }
        incoming.release();
        waiting.done();
        if (streaming) {
            streams.leave();
        }
        if (failure == null) {
            end.succeeded();
        } else {
            end.failed(failure);
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (refused) {
            succeeded();
        } else if (!handled.getAndSet(true)) {
            end(failure);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
