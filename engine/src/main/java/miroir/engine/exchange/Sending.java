package miroir.engine.exchange;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Sends bytes in pieces small enough that each shows whether the client keeps its {@link Pace}. */
final class Sending extends IteratingCallback {
    /** What takes less than {@link Pace#GRACE} at {@link Pace#RATE}. */
    static final int PIECE = 32 << 10;

    private final Response response;
    private final ByteBuffer all;
    private final boolean last;
    private final Waiting waiting;
    private final Callback callback;
    private int piece;
    private boolean begun;

    Sending(Response response, ByteBuffer all, boolean last, Waiting waiting, Callback callback) {
        this.response = response;
        this.all = all;
        this.last = last;
        this.waiting = waiting;
        this.callback = callback;
    }

    @Override
    protected Action process() {
        if (begun && !all.hasRemaining()) {
            return Action.SUCCEEDED;
        }
        begun = true;
        piece = Math.min(PIECE, all.remaining());
        ByteBuffer next = all.slice(all.position(), piece);
        all.position(all.position() + piece);
        waiting.begin();
        response.write(
                last && !all.hasRemaining(),
                next,
                Callback.from(InvocationType.NON_BLOCKING, this::sent, this::failed));
        waiting.lasts(all.capacity());
        return Action.SCHEDULED;
    }

    private void sent() {
        waiting.end(piece);
        succeeded();
    }

    @Override
    protected void onCompleteSuccess() {
        waiting.end(0);
        callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable failure) {
        waiting.end(0);
        callback.failed(failure);
    }
}
