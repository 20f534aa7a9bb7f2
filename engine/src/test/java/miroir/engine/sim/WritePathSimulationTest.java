package miroir.engine.sim;

import org.junit.jupiter.api.Test;

/** {@code -Dmiroir.seeds=2000000} runs longer, {@code -Dmiroir.seed=N} one history alone. */
class WritePathSimulationTest {
    static final long HISTORIES = 2_000;

    @Test
    void no_write_is_lost_and_nothing_comes_back_whatever_fails() {
        run(HISTORIES);
    }

    static void run(long histories) {
        Histories.run("write path", histories, (random, data) -> new History(random, data).run());
    }
}
