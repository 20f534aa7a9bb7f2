package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of the films while something else happens: one writes new films, one searches for all lanterns, which nobody
 * writes. Closing it waits for both and fails when anything was missed or refused.
 */
final class Traffic implements AutoCloseable {
    private static final int FIRST = 100_000;
    private static final int LANTERNS = Films.DOCUMENTS / 10;

    private final Api miroir;
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger searched = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;

    private Traffic(Api miroir) {
        this.miroir = miroir;
    }

    /** Starts the clients. */
    static Traffic on(Api miroir) {
        Traffic traffic = new Traffic(miroir);
        traffic.client(traffic::write);
        traffic.client(traffic::search);
        return traffic;
    }

    private void client(Runnable request) {
        Thread client = new Thread(() -> {
            while (!stopped) {
                try {
                    request.run();
                    rest();
                } catch (RuntimeException e) {
                    troubles.add(e.toString());
                    return;
                }
            }
        });
        clients.add(client);
        client.start();
    }

    /** Leaves the machine to the others. */
    private static void rest() {
        for (int i = 0; i < 5; i++) {
            Api.pause();
        }
    }

    private void write() {
        int id = FIRST + written.get() % 500;
        miroir.succeed(miroir.post(
                "/indexes/films/documents",
                "[{\"id\":" + id + ",\"title\":\"The Harbour, take " + written
                        + "\",\"genre\":\"New\",\"year\":2000}]"));
        written.incrementAndGet();
    }

    private void search() {
        Api.Answer answer = miroir.post(
                "/indexes/films/search", "{\"q\":\"lantern\",\"limit\":1000,\"attributesToRetrieve\":[\"id\"]}");
        Set<Integer> found = new TreeSet<>();
        for (JsonNode hit : answer.json().path("hits")) {
            if (!found.add(hit.path("id").asInt())) {
                troubles.add("twice in one answer: " + hit);
            }
        }
        if (found.size() != LANTERNS || answer.header("X-Miroir-Degraded") != null) {
            troubles.add(found.size() + " lanterns found, status " + answer.status() + " "
                    + answer.raw().headers());
        }
        searched.incrementAndGet();
    }

    /** Waits until a write and a search that start now were answered. */
    void serve() {
        int writes = written.get() + 2;
        int searches = searched.get() + 2;
        Api.until(
                "the clients are served",
                () -> !troubles.isEmpty() || (written.get() >= writes && searched.get() >= searches));
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        assertThat(troubles).as("what the clients met").isEmpty();
        assertThat(written.get()).as("documents written").isPositive();
        assertThat(searched.get()).as("searches").isPositive();
    }
}
