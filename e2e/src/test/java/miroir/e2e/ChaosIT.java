package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
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
@Tag("alone")
final class ChaosIT {
    private static final int KILLS = Integer.getInteger("miroir.kills", 15);
    private static final long SEED = Long.getLong("miroir.seed", 20_261_122);
    private static final Fleet.Kind NODES =
            Fleet.Kind.valueOf(System.getProperty("miroir.chaosNodes", Fleet.Kind.EMBEDDED.name()));
    private static final int MEMBERS = 4;
    private static final int BLOWS = 3;
    private static final int WRITERS = 3;
    private static final Map<String, Integer> SHARDS = new TreeMap<>(Map.of("docs", 12, "side", 5));

    @Test
    void nothing_is_lost_resurrected_or_doubled_while_copies_move_and_processes_die()
            throws InterruptedException, ExecutionException, TimeoutException {
        assumeTrue(NODES == Fleet.Kind.EMBEDDED || Program.meilisearch() != null, "no Meilisearch");
        ChaosLog log = new ChaosLog(SEED);
        try (Fleet fleet = Fleet.start(new Fleet.Shape(NODES, 1, MEMBERS, 2, 12, true))) {
            ChaosFleet chaos = new ChaosFleet(fleet, MEMBERS, SHARDS, log);
            ChaosClients clients = new ChaosClients(chaos, WRITERS);
            clients.during(() -> new ChaosScript(chaos, BLOWS).run(KILLS));
            chaos.awaitWhole();
            ChaosJudge judge = new ChaosJudge(chaos, clients.writers());
            judge.judge();
            log.say("seed " + SEED + "\n" + log.table(judge.inventory().compared(), clients.promised()));
            assertThat(clients.promised()).isGreaterThan(KILLS);
        } finally {
            log.say(log.faults().size() + " faults, " + log.kills() + " kills");
        }
        assertThat(log.faults()).as("seed %d", SEED).isEmpty();
    }
}
