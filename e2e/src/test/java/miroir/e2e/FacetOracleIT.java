package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facets are counted, ordered, cut and searched as by one node that holds everything. */
final class FacetOracleIT {
    private static final int QUESTIONS = 150;

    @ParameterizedTest
    @CsvSource({
        "EMBEDDED,1,3,1,100",
        "EMBEDDED,2,2,1,7",
        "EMBEDDED,1,3,2,100",
        "MEILISEARCH,1,3,1,100",
        "MEILISEARCH,1,3,2,20"
    })
    void facets_are_those_of_one_node(Fleet.Kind kind, int groups, int nodes, int replicationFactor, int maxValues) {
        assumeTrue(kind == Fleet.Kind.EMBEDDED || Program.meilisearch() != null, "needs a Meilisearch");
        long seed = 11_000L + groups * 100L + nodes * 10L + replicationFactor;
        Fleet.Shape shape = new Fleet.Shape(kind, groups, nodes, replicationFactor, 64, false);
        try (Fleet fleet = Fleet.start(shape)) {
            Sides sides = new Sides(fleet.oracle(kind), fleet.miroir());
            sides.both(api -> api.post("/indexes", "{\"uid\":\"" + Stock.INDEX + "\",\"primaryKey\":\"id\"}"));
            sides.both(api -> api.json("PATCH", path("/settings"), Stock.settings(maxValues)));
            sides.both(api -> api.post(path("/documents"), Stock.documents(seed)));
            FacetGenerator generator = new FacetGenerator(seed);
            List<Sides.Case> cases = new ArrayList<>(sides.ask(generator::next, QUESTIONS));
            if (replicationFactor > 1) {
                fleet.nodeProgram(0).kill();
                cases.addAll(sides.ask(generator::next, QUESTIONS / 3));
            }
            FacetResidues residues = new FacetResidues(sides, kind == Fleet.Kind.MEILISEARCH);
            cases.removeIf(residues::explain);
            assertThat(cases).as("seed %d", seed).isEmpty();
        }
    }

    private static String path(String below) {
        return "/indexes/" + Stock.INDEX + below;
    }
}
