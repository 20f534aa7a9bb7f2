package miroir.engine.sim;

import org.junit.jupiter.api.Test;

/** {@code -Dmiroir.seeds=20000} runs longer, {@code -Dmiroir.seed=N} one history alone. */
class TopologySimulationTest {
    private static final long HISTORIES = 400;

    @Test
    void copies_move_without_losing_or_reviving_a_document_whatever_fails() {
        Histories.run("topology", HISTORIES, (random, data) -> new TopologyHistory(random, data).run());
    }
}
