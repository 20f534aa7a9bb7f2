package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Generated questions get the same answer from Miroir as from one node that holds everything. Embedded nodes score by
 * document and query alone and order ties by id, so nothing may differ but what {@link #isApproximate} names.
 */
final class OracleIT {
    private static final int DOCUMENTS = 30_000;
    private static final Set<String> COUNTS = Set.of("estimatedTotalHits", "totalHits", "totalPages");

    @ParameterizedTest
    @CsvSource({"1,4,2,400", "1,3,1,250", "2,2,1,250"})
    void a_striped_index_answers_as_one_node(int groups, int nodes, int replicationFactor, int questions) {
        long seed = 7_000L + groups * 100L + nodes * 10L + replicationFactor;
        try (Fleet fleet = Fleet.start(Fleet.Shape.embedded(groups, nodes, replicationFactor))) {
            Sides sides = new Sides(fleet);
            sides.fill(new Shop(seed, DOCUMENTS));
            QueryGenerator generator = new QueryGenerator(seed, Sides.INDEX, DOCUMENTS);
            List<Sides.Case> cases = new ArrayList<>(sides.ask(generator, questions * 4 / 5));
            sides.both(api ->
                    api.json("PUT", "/indexes/" + Sides.INDEX + "/settings/displayed-attributes", Sides.DISPLAYED));
            cases.addAll(sides.ask(generator, questions / 5));
            assertThat(unexplained(cases)).as("seed %d", seed).isEmpty();
        }
    }

    private static List<Sides.Case> unexplained(List<Sides.Case> cases) {
        return cases.stream()
                .map(asked -> new Sides.Case(
                        asked.question(),
                        asked.differences().stream()
                                .filter(difference -> !isApproximate(asked.question(), difference))
                                .toList()))
                .filter(asked -> !asked.differences().isEmpty())
                .toList();
    }

    /**
     * With distinct a node drops duplicates before it counts and cannot know those on other nodes; a hit that its node
     * dropped for one of several values may be missed. Which spelling of a facet value is shown, and how many bytes the
     * documents take, depends on where they are.
     */
    private static boolean isApproximate(Question question, Comparison.Difference difference) {
        String path = difference.path();
        boolean counts = COUNTS.contains(path.substring(1)) || path.startsWith("/facet");
        if (question.has("distinct")) {
            return counts || question.mentions("distinct", "tags");
        }
        return path.startsWith("/facetDistribution/finish")
                || path.equals("/rawDocumentDbSize")
                || path.equals("/avgDocumentSize");
    }
}
