package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What comes out does not depend on what one node happens to hold: searches that a node judges by its own documents are
 * answered as by one node that has them all.
 */
final class LikeOneNodeIT {
    private static final String RARE = "rare";

    private static Fleet fleet(Fleet.Kind kind) {
        assumeTrue(kind == Fleet.Kind.EMBEDDED || Program.meilisearch() != null, "no Meilisearch");
        return Fleet.start(new Fleet.Shape(kind, 1, 3, 2, 32, false));
    }

    /** Many documents, and one alone has a nested field and a place. */
    private static Sides rare(Fleet fleet) {
        Sides sides = new Sides(fleet);
        sides.both(api -> api.post("/indexes", "{\"uid\":\"rare\",\"primaryKey\":\"id\"}"));
        sides.both(api -> api.json(
                "PATCH",
                "/indexes/" + RARE + "/settings",
                "{\"searchableAttributes\":[\"name\",\"info\"],\"sortableAttributes\":[\"_geo\",\"size\"],"
                        + "\"filterableAttributes\":[\"size\"]}"));
        StringBuilder documents = new StringBuilder("[");
        for (int i = 0; i < 60; i++) {
            documents
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"name\":\"blue thing ")
                    .append(i)
                    .append("\",\"size\":")
                    .append(i % 7)
                    .append(i == 31 ? ",\"info\":{\"rare\":\"blue pearl\"},\"_geo\":{\"lat\":1,\"lng\":2}" : "")
                    .append(i == 59 ? "}]" : "},");
        }
        sides.both(api -> api.post("/indexes/" + RARE + "/documents", documents.toString()));
        return sides;
    }

    private static List<String> differences(Sides sides, Stream<Question> questions) {
        List<String> found = new ArrayList<>();
        questions.forEach(question -> {
            List<Comparison.Difference> differences =
                    Comparison.of(question.ask(sides.plain()), question.ask(sides.miroir()));
            if (!differences.isEmpty()) {
                found.add(new Sides.Case(question, differences).toString());
            }
        });
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void a_field_that_one_node_alone_knows_is_searched_and_sorted_by(Fleet.Kind kind) {
        try (Fleet fleet = fleet(kind)) {
            Sides sides = rare(fleet);
            Stream<Question> searches = Stream.of(
                            "{\"q\":\"blue\",\"attributesToSearchOn\":[\"info.rare\"]}",
                            "{\"q\":\"blue\",\"attributesToSearchOn\":[\"*.rare\"]}",
                            "{\"q\":\"blue\",\"attributesToSearchOn\":[\"*.rare\",\"name\"],\"sort\":[\"size:asc\"]}",
                            "{\"q\":\"blue\",\"attributesToSearchOn\":[\"name\",\"info.rare\"],\"hitsPerPage\":5}",
                            "{\"q\":\"\",\"attributesToSearchOn\":[\"info.rare\"]}",
                            "{\"q\":\"blue\",\"attributesToSearchOn\":[\"info\"]}",
                            "{\"q\":\"pearl\",\"attributesToSearchOn\":[\"info.rare\"],\"filter\":\"size = 3\"}",
                            "{\"q\":\"blue\",\"attributesToSearchOn\":[\"info.rare\",\"*\"]}")
                    .map(body -> Question.post("/indexes/" + RARE + "/search", body));
            Stream<Question> lists = Stream.of(
                            "{\"sort\":[\"_geoPoint(1,2):asc\"],\"limit\":3}",
                            "{\"sort\":[\"_geoPoint(1,2):desc\",\"size:desc\"],\"limit\":60}",
                            "{\"sort\":[\"size:asc\",\"_geoPoint(1,2):asc\"],\"limit\":60}")
                    .map(body -> Question.post("/indexes/" + RARE + "/documents/fetch", body));
            assertThat(differences(sides, Stream.concat(searches, lists))).isEmpty();
            // what no document has is refused as before
            for (String body : List.of(
                    "{\"q\":\"blue\",\"attributesToSearchOn\":[\"info.none\"]}",
                    "{\"q\":\"blue\",\"attributesToSearchOn\":[\"info.rare\",\"*.none\"]}")) {
                Api.Answer answer = sides.miroir().post("/indexes/" + RARE + "/search", body);
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.json().path("code").asText()).isEqualTo("invalid_search_attributes_to_search_on");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void several_searches_in_one_request_are_answered_as_by_one_node(Fleet.Kind kind) {
        try (Fleet fleet = fleet(kind)) {
            Sides sides = rare(fleet);
            sides.both(api -> api.post("/indexes", "{\"uid\":\"empty\"}"));
            Stream<Question> questions = Stream.of(
                            "[]",
                            "[{\"indexUid\":\"rare\",\"q\":\"blue 31\",\"sort\":[\"size:asc\"]}]",
                            "[{\"indexUid\":\"rare\",\"facets\":[\"size\"],\"hitsPerPage\":4,\"sort\":[\"size:asc\"]},"
                                    + "{\"indexUid\":\"empty\",\"q\":\"x\"},{\"indexUid\":\"rare\",\"limit\":0}]",
                            "[{\"indexUid\":\"rare\",\"q\":\"pearl\",\"attributesToSearchOn\":[\"info.rare\"]},"
                                    + "{\"indexUid\":\"rare\",\"q\":\"thing\",\"filter\":\"size > 4\",\"limit\":50}]",
                            "[{\"indexUid\":\"rare\",\"filter\":\"nope = 1\"},{\"indexUid\":\"none\"}]",
                            "[{\"indexUid\":\"rare\"},{\"indexUid\":\"none\"},{\"indexUid\":\"rare\",\"sort\":[\"x:asc\"]}]",
                            "[{\"indexUid\":\"rare\"},{\"indexUid\":\"rare\",\"sort\":[\"x:asc\"]},{\"indexUid\":\"none\"}]",
                            "[{\"indexUid\":\"rare\"},{\"indexUid\":\"rare\",\"federationOptions\":{}}]",
                            "[{\"indexUid\":\"rare\"},{\"indexUid\":\"rare\",\"q\":3}]",
                            "[{\"q\":\"x\"}]",
                            "[{\"indexUid\":\"a/b\"}]",
                            "[7]")
                    .map(queries -> Question.post("/multi-search", "{\"queries\":" + queries + "}"));
            assertThat(differences(sides, questions)).isEmpty();
        }
    }
}
