package miroir.engine.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of Miroir's own private index on a node.
 *
 * @param node whom it is for; a node may hold one that was written while it had another one's address
 * @param marker who the node is, for an identity; empty otherwise
 * @param nonce what was written last, for a sign of life; empty otherwise
 * @param term the number of the last run that was here, for a term; 0 otherwise
 * @param holder who holds that term; empty otherwise
 */
public record Marker(String id, String cluster, String node, String marker, String nonce, long term, String holder) {

    static @Nullable List<Marker> listOf(JsonNode body) {
        if (!body.path("results").isArray() || !body.path("total").isIntegralNumber()) {
            return null;
        }
        List<Marker> markers = new ArrayList<>();
        for (JsonNode document : body.path("results")) {
            markers.add(new Marker(
                    document.path("id").asText(),
                    document.path("cluster").asText(),
                    document.path("node").asText(),
                    document.path("marker").asText(),
                    document.path("nonce").asText(),
                    document.path("term").asLong(),
                    document.path("holder").asText()));
        }
        return markers.size() == body.path("total").longValue() ? List.copyOf(markers) : null;
    }
}
