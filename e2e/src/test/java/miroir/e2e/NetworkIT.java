package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients write and search while the network between Miroir and its nodes delays, cuts, loses, repeats and garbles what
 * it carries, delivers it late or to somebody else, and while processes die. When it is well again, every copy of every
 * document is compared with what was promised. A long run, from the project's folder:
 *
 * <pre>
 * mvn verify -Dfast -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=NetworkIT \
 *     -Dmiroir.network.faults=500 -Dmiroir.network.kills=100 -Dmiroir.network.longest=60 -Dmiroir.seed=7
 * </pre>
 *
 * {@code longest} is in seconds what one fault may last, {@code -Dmiroir.network.without=PATTERN} leaves out kinds of
 * faults, by the names they have in the tally. With {@code -Dmiroir.network.nodes=meilisearch} the nodes are
 * real ones.
 */
@Tag("alone")
final class NetworkIT {
    private static final int FAULTS = Integer.getInteger("miroir.network.faults", 80);
    private static final int KILLS = Integer.getInteger("miroir.network.kills", 4);
    private static final double RATE = Double.parseDouble(System.getProperty("miroir.network.rate", "6"));
    private static final Duration LONGEST = Duration.ofSeconds(Integer.getInteger("miroir.network.longest", 3));
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("miroir.network.patience", 90));
    private static final long SEED = Long.getLong("miroir.seed", 20_261_130);
    private static final Fleet.Kind NODES =
            Fleet.Kind.valueOf(System.getProperty("miroir.network.nodes", Fleet.Kind.EMBEDDED.name())
                    .toUpperCase(Locale.ROOT));
    private static final Pattern WITHOUT = Pattern.compile(System.getProperty("miroir.network.without", "^$"));
    private static final int MEMBERS = 4;
    private static final int WRITERS = 3;
    private static final int WHOLE = 20;
    private static final Map<String, Integer> SHARDS = new TreeMap<>(Map.of("docs", 12, "side", 5));

    @Test
    void a_bad_network_costs_time_but_no_document() throws InterruptedException, ExecutionException, TimeoutException {
        assumeTrue(NODES == Fleet.Kind.EMBEDDED || Program.meilisearch() != null, "no Meilisearch");
        ChaosLog log = new ChaosLog(SEED, PATIENCE);
        try (Fleet fleet = Fleet.start(new Fleet.Shape(NODES, 1, MEMBERS, 2, 12, true), Fleet.Extras.PROXIES)) {
            ChaosFleet chaos = new ChaosFleet(fleet, MEMBERS, SHARDS, log);
            NetworkScript script = new NetworkScript(
                    chaos, RATE, LONGEST, WITHOUT.asPredicate().negate());
            try {
                run(chaos, script);
            } finally {
                log.say("seed " + SEED + ": " + script.tally().total() + " faults injected " + script.tally());
                log.say(log.kills() + " kills, " + log.faults().size() + " things wrong");
            }
        }
        assertThat(log.summary()).as("seed %d", SEED).isEmpty();
    }

    private static void run(ChaosFleet chaos, NetworkScript script)
            throws InterruptedException, ExecutionException, TimeoutException {
        ChaosLog log = chaos.log;
        ChaosClients clients = new ChaosClients(chaos, WRITERS);
        List<ChaosCatalogue> catalogues = Stream.of("young", "fresh")
                .map(index -> new ChaosCatalogue(chaos.miroir(), index, log, clients.stop()))
                .toList();
        catalogues.forEach(clients::add);
        try {
            clients.during(() -> {
                script.run(FAULTS, KILLS);
                chaos.awaitWhole();
                // what arrived last may have made copies differ: it has to be noticed and mended without anybody's help
                ChaosFleet.pause((int) Math.max(3000, LONGEST.toMillis()));
                chaos.await("enough searches had to be whole", () -> log.strictlySearched() >= WHOLE);
            });
        } catch (IllegalStateException neverWell) {
            log.say("goes on all the same: " + neverWell.getMessage());
        }
        ChaosJudge judge = new ChaosJudge(chaos, clients.writers());
        try {
            judge.awaitQuiet();
        } catch (IllegalStateException neverQuiet) {
            log.say("compares all the same: " + neverQuiet.getMessage());
        }
        judge.compare();
        catalogues.forEach(catalogue -> catalogue.judge(judge.inventory()));
        long promised = clients.promised()
                + catalogues.stream().mapToInt(ChaosCatalogue::promised).sum();
        log.say(log.table(judge.inventory().compared(), promised) + "\n"
                + judge.inventory().found());
        assertThat(log.faults().isEmpty() && promised < FAULTS)
                .as("only %d writes", promised)
                .isFalse();
    }
}
