package miroir.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * How long it takes until writes that waited for their nodes have ended, with and without a kill of Miroir at 256 MB of heap
 * before the nodes come back, and how long a start takes that finds them. Argument: small writes.
 */
final class BacklogBenchmark {
    private static final int AT_ONCE = 64;

    private BacklogBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        int writes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        double plain = drained(writes, false);
        double killed = drained(writes, true);
        System.out.printf(
                "%d writes: drained in %.1f s, after a kill in %.1f s, ratio %.2f%n",
                writes, plain, killed, killed / plain);
    }

    private static double drained(int writes, boolean kill) throws InterruptedException {
        Fleet.Shape shape = new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 2, 2, 16, true);
        try (Fleet fleet = Fleet.start(shape, new Fleet.Extras(null, false, Map.of("_JAVA_OPTIONS", "-Xmx256m")))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"docs\",\"primaryKey\":\"id\"}"));
            fleet.nodeProgram(0).kill();
            fleet.nodeProgram(1).kill();
            write(miroir.address(), writes);
            if (kill) {
                fleet.miroirProgram().kill();
            }
            fleet.restartNode(0);
            fleet.restartNode(1);
            long before = System.nanoTime();
            if (kill) {
                fleet.startMiroir();
                System.out.printf("started in %.1f s%n", seconds(before));
            }
            while (open(miroir) > 0) {
                Api.pause();
            }
            return seconds(before);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long open(Api miroir) {
        return miroir.get("/tasks?statuses=enqueued,processing&limit=1")
                .json()
                .path("total")
                .asLong();
    }

    private static void write(URI miroir, int writes) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        Semaphore room = new Semaphore(AT_ONCE);
        URI documents = miroir.resolve("/indexes/docs/documents");
        for (int i = 0; i < writes; i++) {
            room.acquire();
            HttpRequest request = HttpRequest.newBuilder(documents)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"id\":" + i + ",\"title\":\"film " + i + "\"}"))
                    .build();
            var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, failure) -> {
                        if (failure != null || answer.statusCode() != 202) {
                            System.err.println("not taken: " + (failure != null ? failure : answer.statusCode()));
                        }
                        room.release();
                    });
        }
        room.acquire(AT_ONCE);
    }
}
