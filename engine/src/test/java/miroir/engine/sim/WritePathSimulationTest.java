package miroir.engine.sim;

import java.nio.file.Path;
import miroir.core.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dmiroir.seeds=20000} runs longer, {@code -Dmiroir.seed=N} one history alone. */
class WritePathSimulationTest {
    private static final long HISTORIES = 300;

    @TempDir
    Path data;

    @Test
    void no_write_is_lost_and_nothing_comes_back_whatever_fails() {
        Seeds.each(
                Long.getLong("miroir.seeds", HISTORIES),
                random -> new History(random, data.resolve(Long.toHexString(random.nextLong()))).run());
    }
}
