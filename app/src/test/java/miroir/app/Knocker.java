package miroir.app;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends requests as they are written, one after the other over one connection as long as it lasts. */
final class Knocker implements AutoCloseable {
    private final URI address;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    /** What came back; {@code head}: without a body by its nature. */
    record Answer(int status, boolean head, String body) {}

    Knocker(URI address) {
        this.address = address;
    }

    Answer knock(String request) {
        boolean kept = socket != null;
        try {
            return exchange(request);
        } catch (IOException e) {
            if (kept) { // the server may have closed it while nothing was sent
                close();
                return knock(request);
            }
            throw new UncheckedIOException(request, e);
        }
    }

    private Answer exchange(String request) throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(address.getHost(), address.getPort());
            open.setTcpNoDelay(true);
            open.setSoTimeout(30_000);
            in = new BufferedInputStream(open.getInputStream());
            socket = open;
        }
        open.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return answer(request.startsWith("HEAD "));
    }

    private Answer answer(boolean head) throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = -1;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            length = lower.startsWith("content-length:")
                    ? Integer.parseInt(lower.substring(15).strip())
                    : length;
            chunked |= lower.equals("transfer-encoding: chunked");
            last |= lower.equals("connection: close");
        }
        boolean empty = head || status == 204 || status == 304;
        String body = empty
                ? ""
                : chunked ? chunks() : new String(in.readNBytes(Math.max(0, length)), StandardCharsets.UTF_8);
        if (last) {
            close();
        }
        return new Answer(status, head, body);
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toString(StandardCharsets.UTF_8);
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
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket = null;
    }
}
