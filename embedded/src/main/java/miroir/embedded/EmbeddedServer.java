package miroir.embedded;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node behind a port. */
public final class EmbeddedServer implements AutoCloseable {

    private static final int MAX_BODY = 100 * 1024 * 1024;
    private static final List<HandlerType> METHODS =
            List.of(HandlerType.GET, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);

    private final Javalin javalin;

    private EmbeddedServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Listens on an address and port; port 0 takes any that is free. The node is not closed with the server. */
    public static EmbeddedServer start(EmbeddedNode node, String bind, int port) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
            config.http.maxRequestSize = MAX_BODY + 1L;
            for (HandlerType method : METHODS) {
                config.routes.addHttpHandler(method, "/", context -> serve(node, context));
                config.routes.addHttpHandler(method, "/*", context -> serve(node, context));
            }
        });
        return new EmbeddedServer(javalin.start(bind, port));
    }

    private static void serve(EmbeddedNode node, Context context) throws IOException {
        byte[] body = body(context.req().getInputStream());
        EmbeddedResponse response =
                body == null ? EmbeddedNode.tooLarge(MAX_BODY) : node.handle(request(context, body));
        context.status(response.status());
        context.res().setContentType(response.contentType().isEmpty() ? null : response.contentType());
        if (response.body().length > 0) {
            context.res().setContentLength(response.body().length);
        }
        context.result(response.body());
    }

    private static byte @Nullable [] body(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (out.size() + read > MAX_BODY) {
                return null;
            }
            out.write(buffer, 0, read);
        }
        return out.toByteArray();
    }

    private static EmbeddedRequest request(Context context, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        String path = decode(context.req().getRequestURI().replace("+", "%2B"));
        return new EmbeddedRequest(
                context.method().name(), path, query(context.req().getQueryString()), headers, body);
    }

    private static Map<String, List<String>> query(@Nullable String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                query.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Stops listening. */
    @Override
    public void close() {
        javalin.stop();
    }
}
