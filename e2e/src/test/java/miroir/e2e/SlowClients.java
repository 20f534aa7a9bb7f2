package miroir.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections that are held for as long as they can be: bodies of which a byte comes at a time, answers nobody takes. */
final class SlowClients implements AutoCloseable {
    private final URI address;
    private final List<Socket> dripping = new ArrayList<>();
    private final List<Socket> silent = new ArrayList<>();

    SlowClients(URI address) {
        this.address = address;
    }

    /** How they hold it. */
    enum Kind {
        LOGIN(
                "POST /console/login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 8000\r\nHost: m\r\n\r\nkey=",
                1),
        SEARCH(
                "POST /indexes/films/search HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + DoorsAttack.KEY + "\r\nContent-Length: 100000\r\nHost: m\r\n\r\n{\"q\":\"",
                1),
        ANSWERS("GET /console/static/htmx.min.js HTTP/1.1\r\nHost: m\r\n\r\n", 100);

        private final String request;
        private final int times;

        Kind(String request, int times) {
            this.request = request;
            this.times = times;
        }
    }

    /** Opens so many connections of that kind. */
    void begin(Kind kind, int connections) throws IOException {
        byte[] request = kind.request.repeat(kind.times).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            socket.getOutputStream().write(request);
            (kind == Kind.ANSWERS ? silent : dripping).add(socket);
        }
    }

    /** One byte more of each body. */
    void drip() {
        for (Socket socket : dripping) {
            try {
                socket.getOutputStream().write('a');
            } catch (IOException e) {
                // it was hung up, as it should
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : dripping) {
            socket.close();
        }
        for (Socket socket : silent) {
            socket.close();
        }
    }
}
