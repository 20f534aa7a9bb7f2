package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoriesTest {
    @TempDir
    Path data;

    @Test
    void the_same_seed_makes_the_same_history() {
        for (long seed = 0; seed < 4; seed++) {
            assertThat(writes(seed, "again")).as("write path, seed " + seed).isEqualTo(writes(seed, "once"));
            assertThat(moves(seed, "again")).as("topology, seed " + seed).isEqualTo(moves(seed, "once"));
        }
        assertThat(writes(5, "other")).isNotEqualTo(writes(6, "other"));
    }

    private String writes(long seed, String run) {
        return told(new History(new Random(seed), data.resolve(run + "w" + seed)).run());
    }

    private String moves(long seed, String run) {
        return told(new TopologyHistory(new Random(seed), data.resolve(run + "t" + seed)).run());
    }

    private static String told(Tally tally) {
        return tally.digest() + System.lineSeparator() + tally.report(1);
    }
}
