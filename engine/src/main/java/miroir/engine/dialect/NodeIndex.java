package miroir.engine.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One index of a node.
 *
 * @param primaryKey null: not known to the node yet
 */
public record NodeIndex(String uid, @Nullable String primaryKey) {

    static @Nullable NodeIndex of(JsonNode body) {
        JsonNode key = body.path("primaryKey");
        boolean fits =
                body.path("uid").isTextual() && body.path("createdAt").isTextual() && (key.isTextual() || key.isNull());
        return fits ? new NodeIndex(body.path("uid").textValue(), key.textValue()) : null;
    }

    static @Nullable List<NodeIndex> listOf(JsonNode body) {
        if (!body.path("results").isArray() || !body.path("total").isIntegralNumber()) {
            return null;
        }
        List<NodeIndex> indexes = new ArrayList<>();
        for (JsonNode value : body.path("results")) {
            NodeIndex index = of(value);
            if (index == null) {
                return null;
            }
            indexes.add(index);
        }
        // a list that was cut short would make the rest look deleted
        return indexes.size() == body.path("total").longValue() ? List.copyOf(indexes) : null;
    }
}
