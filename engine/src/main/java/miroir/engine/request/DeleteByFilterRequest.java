package miroir.engine.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /documents/delete}: a filter whose syntax has been checked. */
public record DeleteByFilterRequest(JsonNode filter) {

    /** Reads the body. */
    public static DeleteByFilterRequest fromJson(byte[] body) {
        @Nullable JsonNode[] read = new JsonNode[1];
        BodyValue.parse(body, ErrorCode.BAD_REQUEST)
                .members(List.of("filter"), (name, value) -> read[0] = value.node());
        JsonNode given = read[0];
        if (given == null) {
            throw new ApiException(ErrorCode.MISSING_DOCUMENT_FILTER, "Missing field `filter`");
        }
        Filter filter = FilterSyntax.parse(given, ErrorCode.INVALID_DOCUMENT_FILTER);
        if (filter == null) {
            throw new ApiException(ErrorCode.INVALID_DOCUMENT_FILTER, "Sending an empty filter is forbidden.");
        }
        for (Filter.Condition condition : filter.conditions()) {
            if (condition.operator().equals("_foreign") && condition.attribute() != null) {
                throw new ApiException(
                        ErrorCode.FEATURE_NOT_ENABLED,
                        "using a foreign filter requires enabling the `foreign_keys` experimental feature. See"
                                + " https://github.com/orgs/meilisearch/discussions/873\n"
                                + condition.attribute().place());
            }
        }
        return new DeleteByFilterRequest(given);
    }
}
