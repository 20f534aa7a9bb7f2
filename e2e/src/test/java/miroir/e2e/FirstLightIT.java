package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class FirstLightIT {
    @Test
    void an_index_is_striped_searched_and_located() {
        try (Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 2, 2))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"movies\",\"primaryKey\":\"id\"}"));
            miroir.succeed(miroir.post(
                    "/indexes/movies/documents", "[{\"id\":1,\"title\":\"Alien\"},{\"id\":2,\"title\":\"Aliens\"}]"));
            JsonNode answer =
                    miroir.post("/indexes/movies/search", "{\"q\":\"alien\"}").json();
            assertThat(answer.path("estimatedTotalHits").asInt()).isEqualTo(2);
            assertThat(answer.path("hits").path(0).path("title").asText()).isEqualTo("Alien");
            assertThat(answer.toString()).doesNotContain("_miroir");
            JsonNode place = miroir.get("/_miroir/indexes/movies/locate/1").json();
            assertThat(place.path("copies")).hasSize(2);
        }
    }
}
