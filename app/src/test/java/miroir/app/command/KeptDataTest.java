package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import miroir.app.RunningMiroir;
import miroir.app.Wiring;
import miroir.app.config.Config;
import miroir.app.config.ConfiguredBackups;
import miroir.app.config.ConfiguredNode;
import miroir.app.config.ReadCopies;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of a running Miroir others can read: on the disk, and in its answers. */
@Timeout(120)
class KeptDataTest {
    private static final String MASTER = "a-very-long-master-key";
    private static final String OWN = "hush-of-the-first-node";
    private static final String OTHER = "hush-of-the-second-node";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void nobody_else_reads_what_it_keeps_and_no_key_of_a_node_is_in_it() throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        EmbeddedProcess first = EmbeddedProcess.start(folder.resolve("first"), OWN, 0);
        EmbeddedProcess second = EmbeddedProcess.start(null, OTHER, 0);
        RunningMiroir miroir = Wiring.start(config(data, first), reason -> {});
        try {
            work(miroir.address(), second);
            assertKept(data);
            for (String path : List.of("topology", "plans", "operations", "audit", "health", "metrics", "indexes")) {
                assertThat(send(miroir.address(), "GET", "/_miroir/" + path, "").body())
                        .as(path)
                        .doesNotContain("hush-of", MASTER);
            }
        } finally {
            miroir.close();
            first.close();
            second.close();
        }
        assertKept(data);
        assertPrivate(folder.resolve("first"));
    }

    private static Config config(Path data, EmbeddedProcess node) {
        ConfiguredNode configured = new ConfiguredNode(
                new NodeId("first"), URI.create("http://127.0.0.1:" + node.port()), new GroupId(0), OWN);
        return new Config(
                0,
                "127.0.0.1",
                data,
                MASTER,
                null,
                4,
                1,
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                Config.SEARCH_TIMEOUT_SECONDS,
                Config.REREPLICATE_AFTER_MINUTES,
                Config.VERIFY_EVERY_DAYS,
                List.of(configured),
                ConfiguredBackups.none(data));
    }

    /** A write, a plan that is only looked at, and one that is applied. */
    private void work(URI miroir, EmbeddedProcess second) throws IOException, InterruptedException {
        // a new state takes nothing before a node has answered
        for (int i = 0; i < 200 && send(miroir, "GET", "/health", "").statusCode() != 200; i++) {
            Thread.sleep(50);
        }
        assertThat(send(miroir, "POST", "/indexes/books/documents", "[{\"id\":1}]")
                        .statusCode())
                .isEqualTo(202);
        assertThat(send(miroir, "GET", "/indexes/books/documents", "").statusCode())
                .isIn(200, 404, 503);
        String wish = "{\"addNodes\":[{\"id\":\"ID\",\"address\":\"http://127.0.0.1:%d\",\"group\":0,\"key\":\"%s\"}]}"
                .formatted(second.port(), OTHER);
        assertThat(send(miroir, "POST", "/_miroir/plans", wish.replace("ID", "looked-at"))
                        .body())
                .contains("\"applicable\":true")
                .doesNotContain("hush-of");
        String plan = send(miroir, "POST", "/_miroir/plans", wish.replace("ID", "second"))
                .body();
        String id = plan.replaceFirst(".*\"planId\":\"([0-9a-f]+)\".*", "$1");
        HttpResponse<String> applied = send(miroir, "POST", "/_miroir/plans/" + id + "/apply", "{}");
        assertThat(applied.body()).doesNotContain("hush-of");
        assertThat(applied.statusCode()).as(applied.body()).isIn(202, 409);
    }

    private HttpResponse<String> send(URI miroir, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(miroir.resolve(path))
                .header("Authorization", "Bearer " + MASTER)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void assertKept(Path data) throws IOException {
        assertPrivate(data);
        for (Path file : files(data)) {
            if (Files.isRegularFile(file)) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(OWN, OTHER, MASTER);
            }
        }
    }

    private static void assertPrivate(Path folder) throws IOException {
        for (Path file : files(folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("%s", file)
                    .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
