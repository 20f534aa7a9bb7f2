package miroir.engine.exchange;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is read before a thread works on it, as far as it may be held in memory; what is beyond comes as it
 * is read. HEAD is answered as GET is; the server leaves the body out.
 */
final class IncomingRequest extends Request.Wrapper {
    private static final int PIECE = 1024;
    private static final byte[] NOTHING = {};
    /** What is not refused for lack of room: a connection takes as much by itself. */
    private static final int SMALL = 16 << 10;

    private final Waiting waiting;
    private byte[] loaded = NOTHING;
    private int count;
    private int served;
    private boolean ended;
    private boolean started;
    private boolean dropped;
    private Content.@Nullable Chunk failure;

    IncomingRequest(Request wrapped, Waiting waiting) {
        super(wrapped);
        this.waiting = waiting;
        this.ended = wrapped.getLength() == 0
                || (wrapped.getLength() < 0 && !wrapped.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    @Override
    public String getMethod() {
        String method = super.getMethod();
        return method.equals("HEAD") ? "GET" : method;
    }

    /** Whether all of the body was read, or that failed for good. */
    boolean isRead() {
        return ended || failure != null;
    }

    /** Whether there was no room for what was read of it. */
    boolean isDropped() {
        return dropped;
    }

    /** Whether the client waits to be asked for its body, and was not. */
    boolean isHeldBack() {
        return !started && getHeaders().contains(HttpHeader.EXPECT);
    }

    /** Reads up to so many bytes into memory, then calls {@code then}, on this thread if no wait was needed. */
    void load(int most, Runnable then) {
        if (isLoaded(most, then)) {
            then.run();
        }
    }

    /** Whether no more is to be read into memory; else {@code then} is called when that is so. */
    private boolean isLoaded(int most, Runnable then) {
        while (!isRead() && !dropped && count <= most) {
            Content.Chunk chunk = next();
            if (chunk == null) {
                waiting.begin();
                getWrapped().demand(() -> {
                    if (!isLoaded(most, then)) {
                        return;
                    }
                    if (ended && failure == null) {
                        then.run();
                    } else {
                        // not in here: who waits for more of the body waits for another call like this, and they come
                        // in turn
                        getComponents().getExecutor().execute(then);
                    }
                });
                waiting.lasts(loaded.length);
                return false;
            }
            append(chunk.getByteBuffer());
            chunk.release();
        }
        if (failure != null) { // nobody wants a part
            count = 0;
            release();
        } else if (count > 0 && !keep(loaded.length)) {
            drop();
        }
        return true;
    }

    private boolean keep(long bytes) {
        return waiting.keeps(bytes) || bytes <= SMALL;
    }

    private void drop() {
        dropped = true;
        count = 0;
        release();
    }

    /** It is not held any more: it was taken, or nobody will. */
    void release() {
        served = count;
        loaded = NOTHING;
        waiting.done();
    }

    /** Reads up to so many bytes and forgets them, then calls {@code then}, for which so many are held. */
    void discard(long most, Waiting patience, long held, Runnable then) {
        long left = most;
        while (!isRead() && left > 0) {
            Content.Chunk chunk = getWrapped().read();
            if (chunk == null) {
                long rest = left;
                patience.begin();
                getWrapped().demand(() -> discard(rest, patience, held, then));
                patience.lasts(held);
                return;
            }
            patience.end(chunk.remaining());
            left -= chunk.remaining();
            note(chunk);
            chunk.release();
        }
        patience.done();
        then.run();
    }

    private Content.@Nullable Chunk next() {
        started = true;
        Content.Chunk chunk = getWrapped().read();
        if (chunk != null) {
            waiting.end(chunk.remaining());
            note(chunk);
        }
        return chunk;
    }

    private void note(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            failure = chunk;
        }
        ended |= chunk.isLast();
    }

    private void append(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (more > loaded.length - count) {
            long size = Math.max(count + (long) more, Math.max(PIECE, 2L * count));
            if (!keep(size)) {
                drop();
                return;
            }
            loaded = Arrays.copyOf(loaded, (int) Math.min(size, Integer.MAX_VALUE - 8));
        }
        bytes.get(loaded, count, more);
        count += more;
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (served < count) {
            ByteBuffer bytes = ByteBuffer.wrap(loaded, served, count - served);
            release();
            return Content.Chunk.from(bytes, ended && failure == null);
        }
        if (failure != null) {
            return failure;
        }
        return ended ? Content.Chunk.EOF : next();
    }

    @Override
    public void demand(Runnable available) {
        if (served < count || isRead()) {
            getComponents().getExecutor().execute(available);
            return;
        }
        started = true;
        waiting.begin();
        getWrapped().demand(available);
        waiting.lasts();
    }

    /** What is left is read when the answer is there. */
    @Override
    public boolean consumeAvailable() {
        return true;
    }
}
