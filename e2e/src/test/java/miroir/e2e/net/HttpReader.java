package miroir.e2e.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the messages of one connection apart. */
final class HttpReader {
    private static final String LENGTH = "Content-Length";
    private static final String CODING = "Transfer-Encoding";

    private final InputStream in;

    HttpReader(InputStream in) {
        this.in = new BufferedInputStream(in, 16 * 1024);
    }

    /** The next request; null at the end of the connection. */
    @Nullable
    HttpMessage request() throws IOException {
        String start = line(true);
        if (start == null) {
            return null;
        }
        List<String> headers = headers();
        boolean framed = HttpMessage.valueOf(headers, LENGTH) != null || isChunked(headers);
        return message(start, headers, framed ? body(headers) : new byte[0], framed);
    }

    /** The answer to a request. */
    HttpMessage answer(String method) throws IOException {
        String start = status();
        List<String> headers = headers();
        while (start.startsWith("HTTP/1.1 1")) {
            start = status();
            headers = headers();
        }
        String code = start.split(" ", 3)[1];
        if (method.equals("HEAD") || code.equals("204") || code.equals("304")) {
            return new HttpMessage(start, headers, new byte[0], false);
        }
        return message(start, headers, body(headers), true);
    }

    private static HttpMessage message(String start, List<String> headers, byte[] body, boolean framed) {
        List<String> kept = headers.stream()
                .filter(header -> !HttpMessage.isNamed(header, LENGTH) && !HttpMessage.isNamed(header, CODING))
                .toList();
        return new HttpMessage(start, kept, body, framed);
    }

    /** Waits until the other side hangs up; whatever else it sends is lost. */
    void drain() throws IOException {
        while (in.read() >= 0) {
            // nobody listens
        }
    }

    private String status() throws IOException {
        String start = line(true);
        if (start == null) {
            throw new EOFException("no answer");
        }
        return start;
    }

    private List<String> headers() throws IOException {
        List<String> headers = new ArrayList<>();
        for (String line = line(false); line != null && !line.isEmpty(); line = line(false)) {
            headers.add(line);
        }
        return headers;
    }

    private static boolean isChunked(List<String> headers) {
        return "chunked".equalsIgnoreCase(HttpMessage.valueOf(headers, CODING));
    }

    private byte[] body(List<String> headers) throws IOException {
        if (isChunked(headers)) {
            return chunks();
        }
        String length = HttpMessage.valueOf(headers, LENGTH);
        return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private byte[] exactly(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException(body.length + " bytes of " + length);
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size));
            line(false);
        }
        headers();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(String.valueOf(line(false)).split(";", 2)[0].strip(), 16);
    }

    /** The next line; null at the end of the connection where one may be. */
    private @Nullable String line(boolean mayEnd) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (mayEnd && line.size() == 0) {
                    return null;
                }
                throw new EOFException("cut off in a line");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
