package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import miroir.app.RunningMiroir;
import miroir.app.config.Config;
import miroir.app.config.ConfiguredNode;
import miroir.app.process.CommandContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo with real node processes; one more embedded node stands in for Miroir, which has the same API. */
@Timeout(120)
class DemoCommandTest {
    private static final int DOCUMENTS = 2_500;

    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger starts = new AtomicInteger();

    @TempDir
    Path folder;

    @Test
    void a_demo_loads_its_catalogue_says_ready_once_and_stops_its_nodes() throws IOException, InterruptedException {
        int base = twoFreePorts();
        AtomicInteger status = new AtomicInteger(-1);
        Thread demo = new Thread(() -> status.set(run("demo --nodes 2 --port 0 --documents " + DOCUMENTS + " --data "
                + folder + " --node-base-port " + base)));
        demo.start();
        String ready = results.poll(100, TimeUnit.SECONDS);

        assertThat(ready).as("log: %s", err).startsWith("ready http://127.0.0.1:");
        assertThat(get(URI.create(ready.substring("ready ".length()) + "/indexes/products/stats")))
                .contains("\"numberOfDocuments\":" + DOCUMENTS);
        assertThat(get(health(base))).contains("available");
        assertThat(err.toString()).contains("Loading products: 2500 of 2500 (100 %)", "/console", "curl -s");

        demo.interrupt();
        demo.join();

        assertThat(status).hasValue(130);
        assertThat(results).isEmpty();
        assertThat(starts).hasValue(1);
        assertThatThrownBy(() -> get(health(base))).isInstanceOf(ConnectException.class);
        assertThat(folder.resolve("nodes/node-b")).isDirectory();
    }

    private int run(String line) {
        PrintWriter out = new PrintWriter(new StringWriter()) {
            @Override
            public void println(String text) {
                results.add(text);
            }
        };
        CommandContext context = new CommandContext(
                out, new PrintWriter(err, true), Map.of(), this::start, question -> Optional.empty());
        return Commands.line(context).execute(line.split(" ", -1));
    }

    private RunningMiroir start(Config config) {
        starts.incrementAndGet();
        assertThat(config.nodes()).extracting(ConfiguredNode::id).hasToString("[node-a, node-b]");
        assertThat(config.masterKey()).isNull();
        assertThat(config.nodeKey()).isNotNull();
        EmbeddedProcess stand = EmbeddedProcess.start(null, null, config.port());
        return new RunningMiroir() {
            @Override
            public URI address() {
                return URI.create("http://127.0.0.1:" + stand.port());
            }

            @Override
            public void close() {
                stand.close();
            }
        };
    }

    private static URI health(int port) {
        return URI.create("http://127.0.0.1:" + port + "/health");
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int twoFreePorts() throws IOException {
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (java.net.BindException | IllegalArgumentException e) {
                assertThat(e).isNotNull();
            }
        }
    }
}
