package miroir.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept-alive connection that costs next to nothing itself, for benchmarks. */
final class RawHttp implements AutoCloseable {
    /** A message: its first line, its media type and its body. */
    record Message(String start, String type, byte[] body) {}

    private final Socket socket;
    private final InputStream in;

    RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    static RawHttp connect(URI address) throws IOException {
        return new RawHttp(new Socket(address.getHost(), address.getPort()));
    }

    /** Sends a request and waits for the whole answer. */
    Message exchange(String method, String path, String contentType, byte[] body) throws IOException {
        write(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType, body);
        return read();
    }

    /** Writes a message; {@code head} comes without its Content-Length. */
    void write(String head, byte[] body) throws IOException {
        byte[] start = (head + "\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        socket.getOutputStream().write(all);
    }

    /** The next message; throws at the end of the connection. */
    Message read() throws IOException {
        String start = line();
        int length = 0;
        boolean chunked = false;
        String type = "application/json";
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
            if (header.toLowerCase(Locale.ROOT).startsWith("content-type:")) {
                type = header.substring("content-type:".length()).strip();
            }
            chunked |= header.equalsIgnoreCase("transfer-encoding: chunked");
        }
        return new Message(start, type, chunked ? chunks() : in.readNBytes(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
