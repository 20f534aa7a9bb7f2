package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Clients write and search while nodes come and go, and while Miroir and nodes are killed, frozen, emptied and rolled
 * back. Nothing may be lost, resurrected or doubled. A long run, from the project's folder:
 *
 * <pre>
 * mvn verify -Dfast -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ChaosIT -Dmiroir.kills=200 -Dmiroir.seed=7
 * </pre>
 *
 * With {@code -Dmiroir.chaosNodes=MEILISEARCH} the nodes are real ones.
 */
final class ChaosIT {
    private static final int KILLS = Integer.getInteger("miroir.kills", 15);
    private static final long SEED = Long.getLong("miroir.seed", 20_261_122);
    private static final Fleet.Kind NODES =
            Fleet.Kind.valueOf(System.getProperty("miroir.chaosNodes", Fleet.Kind.EMBEDDED.name()));
    private static final int MEMBERS = 4;
    private static final int BLOWS = 3;

    @Test
    void nothing_is_lost_resurrected_or_doubled_while_copies_move_and_processes_die()
            throws InterruptedException, ExecutionException, TimeoutException {
        assumeTrue(NODES == Fleet.Kind.EMBEDDED || Program.meilisearch() != null, "no Meilisearch");
        ChaosLog log = new ChaosLog(SEED);
        try (Fleet fleet = Fleet.start(new Fleet.Shape(NODES, 1, MEMBERS, 2, 12, true))) {
            ChaosFleet chaos = new ChaosFleet(fleet, MEMBERS, log);
            prepare(fleet.miroir());
            AtomicBoolean stop = new AtomicBoolean();
            List<ChaosWriter> writers = new ArrayList<>();
            List<Runnable> clients = new ArrayList<>();
            for (String index : ChaosFleet.SHARDS.keySet()) {
                for (int i = 0; i < (index.equals("docs") ? 3 : 1); i++) {
                    writers.add(new ChaosWriter(fleet.miroir(), index, index + i, log, stop));
                }
                clients.add(new ChaosSearcher(fleet.miroir(), index, log, stop));
            }
            clients.addAll(writers);
            run(clients, stop, new ChaosScript(chaos, BLOWS));
            chaos.awaitWhole();
            ChaosJudge judge = new ChaosJudge(chaos, writers);
            judge.judge();
            long promised = writers.stream().mapToLong(ChaosWriter::promised).sum();
            log.say("seed " + SEED + "\n" + log.table(judge.compared(), promised));
            assertThat(promised).isGreaterThan(KILLS);
        } finally {
            log.say(log.faults().size() + " faults, " + log.kills() + " kills");
        }
        assertThat(log.faults()).as("seed %d", SEED).isEmpty();
    }

    private static void prepare(Api miroir) {
        ChaosFleet.SHARDS.forEach((index, shards) -> {
            miroir.succeed(miroir.post(
                    "/_miroir/indexes", "{\"uid\":\"" + index + "\",\"primaryKey\":\"id\",\"shards\":" + shards + "}"));
            miroir.succeed(miroir.json(
                    "PATCH",
                    "/indexes/" + index + "/settings",
                    "{\"filterableAttributes\":[\"kind\",\"owner\",\"color\"]}"));
            miroir.succeed(miroir.post("/indexes/" + index + "/documents", ChaosSearcher.documents()));
        });
    }

    private static void run(List<Runnable> clients, AtomicBoolean stop, ChaosScript script)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService pool = Executors.newFixedThreadPool(clients.size());
        List<Future<?>> running = new ArrayList<>();
        clients.forEach(client -> running.add(pool.submit(client)));
        try {
            script.run(KILLS);
        } finally {
            stop.set(true);
            for (Future<?> client : running) {
                client.get(5, TimeUnit.MINUTES);
            }
            pool.shutdown();
        }
    }
}
