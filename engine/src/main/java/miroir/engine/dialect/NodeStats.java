package miroir.engine.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of its sizes.
 *
 * @param databaseBytes on disk
 * @param fields how many different fields the documents of each index have, by the index's uid
 */
public record NodeStats(long databaseBytes, Map<String, Integer> fields) {

    static @Nullable NodeStats of(JsonNode body) {
        if (!body.path("databaseSize").isIntegralNumber()
                || !body.path("indexes").isObject()) {
            return null;
        }
        Map<String, Integer> fields = new HashMap<>();
        body.path("indexes")
                .properties()
                .forEach(index -> fields.put(
                        index.getKey(),
                        index.getValue().path("fieldDistribution").size()));
        return new NodeStats(body.path("databaseSize").longValue(), Map.copyOf(fields));
    }
}
