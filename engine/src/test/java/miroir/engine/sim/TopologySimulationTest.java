package miroir.engine.sim;

import java.nio.file.Path;
import miroir.core.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dmiroir.seeds=20000} runs longer, {@code -Dmiroir.seed=N} one history alone. */
class TopologySimulationTest {
    private static final long HISTORIES = 150;

    @TempDir
    Path data;

    @Test
    void copies_move_without_losing_or_reviving_a_document_whatever_fails() {
        Seeds.each(
                Long.getLong("miroir.seeds", HISTORIES),
                random -> new TopologyHistory(random, data.resolve(Long.toHexString(random.nextLong()))).run());
    }
}
