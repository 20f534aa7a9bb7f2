package miroir.engine.payload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads bodies in tests. */
record Reading(Path directory) {
    static final long LIMIT = 100L << 20;

    Payload read(String contentType, byte[] body) throws IOException {
        return read(new PayloadSource(new ByteArrayInputStream(body), contentType, null, null, LIMIT));
    }

    Payload read(PayloadSource source) throws IOException {
        return new PayloadReader(directory, false).read(source, "payload");
    }

    Payload read(String contentType, String body) throws IOException {
        return read(contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    List<String> lines(String contentType, String body) throws IOException {
        return Files.readAllLines(read(contentType, body).file());
    }

    Path ndjson(String... lines) throws IOException {
        return Files.writeString(directory.resolve("lines"), String.join("\n", lines) + "\n");
    }
}
