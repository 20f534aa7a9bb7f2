package miroir.engine.sim;

import org.junit.jupiter.api.Test;

/** {@code -Dmiroir.seeds=20000} runs longer, {@code -Dmiroir.seed=N} one history alone. */
class TopologySimulationTest {
    static final long HISTORIES = 1_000;

    @Test
    void copies_move_without_losing_or_reviving_a_document_whatever_fails() {
        run(HISTORIES);
    }

    static void run(long histories) {
        Histories.run("topology", histories, (random, data) -> new TopologyHistory(random, data).run());
    }
}
