package miroir.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The style sheet, scripts and icons, read once; their version is a digest of their content. */
final class Assets {
    private static final Map<String, String> FILES = Map.of(
            "app.css", "/static/css/app.css",
            "app.js", "/static/js/app.js",
            "logo.svg", "/static/icons/logo.svg",
            "htmx.min.js", "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js");

    private final Map<String, byte[]> contents;
    private final String version;

    private Assets(Map<String, byte[]> contents, String version) {
        this.contents = contents;
        this.version = version;
    }

    static Assets load() {
        Map<String, byte[]> contents = new TreeMap<>();
        FILES.forEach((name, path) -> contents.put(name, read(path)));
        MessageDigest digest = sha256();
        contents.values().forEach(digest::update);
        return new Assets(contents, HexFormat.of().formatHex(digest.digest(), 0, 6));
    }

    private static byte[] read(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes whenever a file changes, so that browsers may keep them for ever. */
    String version() {
        return version;
    }

    void serve(Context ctx) {
        byte[] content = contents.get(ctx.pathParam("file"));
        if (content == null) {
            ctx.status(404).contentType("text/plain").result("not found");
            return;
        }
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        ctx.contentType(type(ctx.pathParam("file"))).result(content);
    }

    private static String type(String file) {
        if (file.endsWith(".css")) {
            return "text/css; charset=utf-8";
        }
        return file.endsWith(".js") ? "text/javascript; charset=utf-8" : "image/svg+xml";
    }
}
