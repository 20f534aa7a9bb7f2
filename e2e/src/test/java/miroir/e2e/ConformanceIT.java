package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** The embedded node answers a script of operations as a real node does. */
final class ConformanceIT {
    @Test
    void an_embedded_node_answers_as_a_real_one() {
        assumeTrue(Program.meilisearch() != null, "needs a Meilisearch: set MIROIR_MEILISEARCH");
        try (Fleet real = Fleet.start(new Fleet.Shape(Fleet.Kind.MEILISEARCH, 1, 1, 1, 16, false));
                Fleet embedded = Fleet.start(Fleet.Shape.embedded(1, 1, 1))) {
            assertThat(Steps.differences(Script.run(real.oracle()), Script.run(embedded.oracle())))
                    .isEmpty();
            assertThat(Steps.differences(NodeScript.run(real.oracle()), NodeScript.run(embedded.oracle())))
                    .isEmpty();
        }
    }
}
