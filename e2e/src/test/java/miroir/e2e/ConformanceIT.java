package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The embedded node answers a script of operations as a real node does. */
final class ConformanceIT {
    @Test
    void an_embedded_node_answers_as_a_real_one() {
        assumeTrue(Program.meilisearch() != null, "needs a Meilisearch: set MIROIR_MEILISEARCH");
        try (Fleet real = Fleet.start(new Fleet.Shape(Fleet.Kind.MEILISEARCH, 1, 1, 1, 16, false));
                Fleet embedded = Fleet.start(Fleet.Shape.embedded(1, 1, 1))) {
            for (Function<Api, List<Steps.Line>> script :
                    List.<Function<Api, List<Steps.Line>>>of(Script::run, TaskScript::run, DocumentScript::run)) {
                assertThat(Steps.differences(script.apply(real.oracle()), script.apply(embedded.oracle())))
                        .isEmpty();
            }
        }
    }
}
