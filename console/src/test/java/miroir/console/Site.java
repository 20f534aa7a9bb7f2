package miroir.console;

import io.javalin.Javalin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.core.time.Moment;
import miroir.engine.api.EngineView;
import miroir.engine.api.Operator;
import org.jspecify.annotations.Nullable;

/** The console on a free port, and a browser without scripts. */
final class Site implements AutoCloseable {
    private final Javalin server;
    private final Notes notes = new Notes();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    Site(EngineView engine, @Nullable String key, InstantSource clock) {
        this(engine, null, key, clock);
    }

    Site(EngineView engine, @Nullable Operator operator, @Nullable String key, InstantSource clock) {
        ConsoleOptions options = new ConsoleOptions(
                engine, notes::add, key, clock, () -> moment(clock.instant()), new Random(1), "0.1.0", "prod-eu");
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    Console.install(config, options, operator);
                })
                .start("127.0.0.1", 0);
    }

    private static Moment moment(Instant now) {
        return Moment.FIRST.plus(Duration.between(Instant.EPOCH, now));
    }

    static Site of(EngineView engine) {
        return new Site(engine, null, InstantSource.fixed(Pictures.NOW));
    }

    static Site of(EngineView engine, Operator operator) {
        return new Site(engine, operator, null, InstantSource.fixed(Pictures.NOW));
    }

    /** What was noted, as {@code who what target: after}. */
    List<String> noted() {
        return notes.all;
    }

    private static final class Notes {
        final List<String> all = new CopyOnWriteArrayList<>();

        void add(Operator.Actor actor, String what, String target, String after) {
            all.add(actor.who() + " " + what + " " + target + ": " + after);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> fragment(String path, String target) {
        return get(path, "HX-Request", "true", "HX-Target", target);
    }

    /** The token of the forms on a page. */
    String token(String page) {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([0-9a-f]{64})\"")
                .matcher(get(page).body());
        if (!token.find()) {
            throw new AssertionError("no form on " + page);
        }
        return token.group(1);
    }

    /** Sends a form as the page at {@code from} carries it, with its token. */
    HttpResponse<String> submit(String from, String action, String fields) {
        return post(action, "_csrf=" + token(from) + "&" + fields);
    }

    HttpResponse<String> post(String path, String form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** The same without saying how long it is. */
    HttpResponse<String> chunked(String path, String form) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build());
    }

    HttpResponse<String> send(String path, String type, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() {
        server.stop();
    }
}
