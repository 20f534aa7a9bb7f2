package miroir.e2e.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer, read to its end.
 *
 * @param headers as they came, without those that say where the body ends
 * @param body without the framing of chunks
 * @param framed whether it is written with a length
 */
public record HttpMessage(String start, List<String> headers, byte[] body, boolean framed) {
    /** An answer of the proxy's own. */
    public static HttpMessage answer(int status, String type, String body) {
        return new HttpMessage(
                "HTTP/1.1 " + status + " Proxy",
                List.of("Content-Type: " + type),
                body.getBytes(StandardCharsets.UTF_8),
                true);
    }

    /** The method of a request. */
    public String method() {
        return start.split(" ", 3)[0];
    }

    /** The path of a request, with its query. */
    public String path() {
        return start.split(" ", 3)[1];
    }

    /** The status of an answer. */
    public int status() {
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the connection is not to be used again. */
    public boolean isLast() {
        return "close".equalsIgnoreCase(header("Connection"));
    }

    /** A header's value. */
    public @Nullable String header(String name) {
        return valueOf(headers, name);
    }

    static @Nullable String valueOf(List<String> headers, String name) {
        return headers.stream()
                .filter(header -> isNamed(header, name))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    static boolean isNamed(String header, String name) {
        return header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
    }

    /** The same message with another body, and with the length of that. */
    public HttpMessage withBody(byte[] next) {
        return new HttpMessage(start, headers, next, true);
    }

    /** All of it, as it goes over the wire. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.of(
                        Stream.of(start),
                        headers.stream(),
                        framed ? Stream.of("Content-Length: " + body.length) : Stream.<String>empty(),
                        Stream.of(""))
                .flatMap(lines -> lines)
                .forEach(line -> out.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
