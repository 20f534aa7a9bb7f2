package miroir.e2e;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A JSON array of documents, larger than any server takes, written bit by bit while the answer is awaited. */
record LargeBody(String path, String key, long bytes, boolean lengthKnown) {
    private static final byte[] DOCUMENT =
            ("{\"id\":1,\"text\":\"" + "words ".repeat(10_000) + "\"},").getBytes(StandardCharsets.UTF_8);

    /** What the server answers. */
    String send(URI server) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(60_000);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(socket));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            writing.join();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until the server hangs up. */
    private void write(Socket socket) {
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            String length = lengthKnown ? "Content-Length: " + bytes : "Transfer-Encoding: chunked";
            out.write(("POST " + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Type: application/json\r\n" + length + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            chunk(out, new byte[] {'['});
            for (long sent = 1; sent + DOCUMENT.length <= bytes; sent += DOCUMENT.length) {
                chunk(out, DOCUMENT);
            }
            out.flush();
        } catch (IOException hungUp) {
            return;
        }
    }

    private void chunk(OutputStream out, byte[] data) throws IOException {
        if (!lengthKnown) {
            out.write((Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(data);
        if (!lengthKnown) {
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
