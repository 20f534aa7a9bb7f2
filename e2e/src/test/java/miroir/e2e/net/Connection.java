package miroir.e2e.net;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** A client's connection. Its requests are served one after the other by a thread of its own. */
final class Connection {
    private final FaultProxy proxy;
    private final Socket client;
    private final HttpReader in;
    private volatile int target;

    Connection(FaultProxy proxy, Socket client, int target) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
        client.setTcpNoDelay(true);
        in = new HttpReader(client.getInputStream());
    }

    int target() {
        return target;
    }

    void retarget(int port) {
        target = port;
    }

    void serve() {
        try (client) {
            while (!client.isClosed()) {
                HttpMessage request = in.request();
                if (request == null) {
                    return;
                }
                serve(request);
            }
        } catch (IOException broken) {
            reset();
        }
    }

    private void serve(HttpMessage request) throws IOException {
        Exchange exchange = new Exchange(proxy, this, request);
        Fault fault = proxy.choose(request);
        if (fault == null) {
            exchange.reply(exchange.passOn());
        } else {
            fault.inflict(exchange);
        }
    }

    void write(byte[] bytes) throws IOException {
        client.getOutputStream().write(bytes);
    }

    void end() throws IOException {
        client.close();
    }

    /** A closed connection stays as it is. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException closed) {
            // it was closed before
        }
    }

    void awaitHangUp(Duration longest) {
        try {
            client.setSoTimeout((int) Math.max(1, longest.toMillis()));
            in.drain();
        } catch (IOException goneOrLate) {
            // both end the wait
        }
    }
}
