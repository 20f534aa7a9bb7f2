package miroir.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** All who write and search while something bad happens. */
final class ChaosClients {
    private final ChaosFleet fleet;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<ChaosWriter> writers = new ArrayList<>();
    private final List<Runnable> clients = new ArrayList<>();

    /** Makes the indexes and puts in what is only searched for. */
    ChaosClients(ChaosFleet fleet, int writersOfFirst) {
        this.fleet = fleet;
        Api miroir = fleet.miroir();
        int writersOfNext = writersOfFirst;
        for (String index : fleet.shards.keySet()) {
            prepare(index, fleet.shards.getOrDefault(index, 1));
            for (int i = 0; i < writersOfNext; i++) {
                writers.add(new ChaosWriter(miroir, index, index + i, fleet.log, stop));
            }
            clients.add(new ChaosSearcher(miroir, index, fleet.log, stop));
            writersOfNext = 1;
        }
        clients.addAll(writers);
    }

    private void prepare(String index, int shards) {
        Api miroir = fleet.miroir();
        miroir.succeed(miroir.post(
                "/_miroir/indexes", "{\"uid\":\"" + index + "\",\"primaryKey\":\"id\",\"shards\":" + shards + "}"));
        miroir.succeed(miroir.json(
                "PATCH",
                "/indexes/" + index + "/settings",
                "{\"filterableAttributes\":[\"kind\",\"owner\",\"color\"]}"));
        miroir.succeed(miroir.post("/indexes/" + index + "/documents", ChaosSearcher.documents()));
    }

    /** One more client, which goes on until that is true. */
    void add(Runnable client) {
        clients.add(client);
    }

    /** Becomes true when all are to come to an end. */
    AtomicBoolean stop() {
        return stop;
    }

    List<ChaosWriter> writers() {
        return writers;
    }

    /** How many writes were promised. */
    long promised() {
        return writers.stream().mapToLong(ChaosWriter::promised).sum();
    }

    /** Lets them work until the script has ended. */
    void during(Runnable script) throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService pool = Executors.newFixedThreadPool(clients.size());
        List<Future<?>> running = new ArrayList<>();
        clients.forEach(client -> running.add(pool.submit(client)));
        try {
            script.run();
        } finally {
            stop.set(true);
            for (Future<?> client : running) {
                client.get(2 * fleet.log.patience().toSeconds(), TimeUnit.SECONDS);
            }
            pool.shutdown();
        }
    }
}
