package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Miroir over real Meilisearch nodes against one real node: every difference has a known, named reason. */
final class RealOracleIT {
    private static final int DOCUMENTS = 10_000;
    private static final int QUESTIONS = 500;

    @ParameterizedTest
    @CsvSource({"1,3,1", "1,4,2"})
    void every_difference_has_a_known_reason(int groups, int nodes, int replicationFactor) {
        assumeTrue(Program.meilisearch() != null, "needs a Meilisearch: set MIROIR_MEILISEARCH");
        long seed = 9_000L + nodes;
        try (Fleet fleet =
                Fleet.start(new Fleet.Shape(Fleet.Kind.MEILISEARCH, groups, nodes, replicationFactor, 64, false))) {
            Sides sides = new Sides(fleet);
            sides.fill(new Shop(seed, DOCUMENTS));
            Table table = new Table(new Classifier(sides));
            QueryGenerator generator = new QueryGenerator(seed, Sides.INDEX, DOCUMENTS);
            table.add(sides.ask(generator, QUESTIONS * 4 / 5));
            sides.both(api ->
                    api.json("PUT", "/indexes/" + Sides.INDEX + "/settings/displayed-attributes", Sides.DISPLAYED));
            table.add(sides.ask(generator, QUESTIONS / 5));
            table.print(seed);
            assertThat(table.unexpected).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void settings_tasks_and_errors_are_answered_as_by_one_node() {
        assumeTrue(Program.meilisearch() != null, "needs a Meilisearch: set MIROIR_MEILISEARCH");
        try (Fleet fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.MEILISEARCH, 1, 2, 1, 16, false))) {
            assertThat(Steps.differences(Script.run(fleet.oracle()), Script.run(fleet.miroir())))
                    .isEmpty();
        }
    }

    /** How many questions were answered differently, by reasons. */
    private static final class Table {
        private final Classifier classifier;
        private final Map<String, Integer> counts = new TreeMap<>();
        private final Map<String, Sides.Case> examples = new HashMap<>();
        private final List<Sides.Case> unexpected = new ArrayList<>();

        Table(Classifier classifier) {
            this.classifier = classifier;
        }

        void add(List<Sides.Case> cases) {
            for (Sides.Case asked : cases) {
                Set<Classifier.Reason> reasons = classifier.reasons(asked);
                counts.merge(reasons.toString(), 1, Integer::sum);
                examples.putIfAbsent(reasons.toString(), asked);
                if (reasons.contains(Classifier.Reason.UNEXPECTED)) {
                    unexpected.add(asked);
                }
            }
        }

        void print(long seed) {
            int different = counts.values().stream().mapToInt(Integer::intValue).sum();
            System.out.printf("seed %d: %d questions, %d equal%n", seed, QUESTIONS, QUESTIONS - different);
            counts.forEach((reasons, count) ->
                    System.out.printf("%6d %s, for instance %s%n", count, reasons, examples.get(reasons)));
        }
    }
}
