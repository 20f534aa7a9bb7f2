package miroir.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node processes of a demo. */
final class Fleet {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int SHOWN_LINES = 10;

    private record Member(NodeProgram.Place place, URI address, Process process) {}

    private final HttpClient http;
    private final List<Member> members = new ArrayList<>();
    private boolean stopped;

    Fleet(HttpClient http) {
        this.http = http;
    }

    /** Refuses a port that something else listens on, naming the flag that changes it. */
    static void requireFree(int port, String flag) throws IOException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.trace("port {} is free", probe.getLocalPort());
        } catch (IOException e) {
            throw new IOException("port " + port + " is taken; choose another with " + flag, e);
        }
    }

    /** Starts one more node; it may not answer yet. */
    synchronized void start(NodeProgram program, NodeProgram.Place place) throws IOException, InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopped while starting");
        }
        Process process = program.process(place).start();
        URI address = URI.create("http://127.0.0.1:" + place.port());
        members.add(new Member(place, address, process));
        LOG.info("{} starts at {}, process {}, log {}", place.id(), address, process.pid(), place.log());
    }

    /** Waits until all nodes answer. */
    void awaitHealthy() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        for (Member member : members()) {
            while (!healthy(member.address())) {
                if (!member.process().isAlive() || System.nanoTime() > end) {
                    throw new IOException(member.place().id() + " did not start:\n" + lastLines(member));
                }
                Thread.sleep(50);
            }
        }
    }

    private boolean healthy(URI address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            LOG.trace("{} does not answer yet", address, e);
            return false;
        }
    }

    private static String lastLines(Member member) throws IOException {
        List<String> lines = Files.readString(member.place().log(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private synchronized List<Member> members() {
        return List.copyOf(members);
    }

    /** Asks all nodes to stop, waits, and kills what is left. */
    void close() {
        synchronized (this) {
            stopped = true;
        }
        members().forEach(member -> member.process().destroy());
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        for (Member member : members()) {
            if (!ended(member.process(), end - System.nanoTime())) {
                LOG.warn("{} did not stop in {} s and is killed", member.place().id(), STOP_LIMIT.toSeconds());
                member.process().destroyForcibly();
                ended(member.process(), TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    private static boolean ended(Process process, long nanos) {
        try {
            return process.waitFor(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
