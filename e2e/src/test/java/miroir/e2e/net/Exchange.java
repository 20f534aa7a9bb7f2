package miroir.e2e.net;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request with all that can be done to it. Used by the thread of its connection. */
public final class Exchange {
    private final FaultProxy proxy;
    private final Connection connection;
    private final HttpMessage request;

    Exchange(FaultProxy proxy, Connection connection, HttpMessage request) {
        this.proxy = proxy;
        this.connection = connection;
        this.request = request;
    }

    /** Asks the node and waits for its answer. */
    HttpMessage passOn() throws IOException {
        return proxy.ask(connection.target(), request);
    }

    /** Answers the client. */
    void reply(HttpMessage answer) throws IOException {
        connection.write(answer.bytes());
        if (request.isLast() || answer.isLast()) {
            end();
        }
    }

    /** Writes just these bytes to the client. */
    void replyRaw(byte[] bytes) throws IOException {
        connection.write(bytes);
    }

    /** Ends the client's connection in an orderly way. */
    void end() throws IOException {
        connection.end();
    }

    /** Resets the client's connection. */
    void reset() {
        connection.reset();
    }

    /** Waits until the client gives up, but no longer than that. */
    void awaitHangUp(Duration longest) {
        connection.awaitHangUp(longest);
    }

    /** Waits, or fails when the proxy is closed meanwhile. */
    void rest(Duration time) throws IOException {
        if (!proxy.rest(time)) {
            throw new IOException("the proxy was closed");
        }
    }

    /** Keeps the request until it is released. */
    void hold() {
        proxy.late().hold(request);
    }

    /** Has the node get the request after that time. */
    void deliverLater(Duration after) {
        proxy.late().deliver(request, after);
    }

    /** What was answered to the same GET before. */
    @Nullable
    HttpMessage earlierAnswer() {
        return proxy.earlierAnswer(request);
    }
}
