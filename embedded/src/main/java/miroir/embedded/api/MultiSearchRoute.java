package miroir.embedded.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import miroir.embedded.search.SearchRequest;
import org.jspecify.annotations.Nullable;

/** Several searches in one call, answered one by one. Does not know federations. */
final class MultiSearchRoute {
    private static final String CODE = "bad_request";

    private final SearchRoutes search;

    MultiSearchRoute(SearchRoutes search) {
        this.search = search;
    }

    private record Query(String index, SearchRequest request, boolean federated) {}

    Reply route(Call call) {
        if (!call.method().equals("POST")) {
            return Reply.empty(405);
        }
        Body body = Body.object(call, List.of("queries", "federation"));
        Object queries = body.raw("queries");
        if (queries == null) {
            throw new ApiException(CODE, "Missing field `queries`");
        }
        if (body.has("federation")) {
            throw new ApiException("feature_not_enabled", "This node knows no federated search.");
        }
        if (!(queries instanceof List<?> list)) {
            throw Values.type(CODE, ".queries", "an array", queries);
        }
        List<Query> read = new ArrayList<>();
        for (Object query : list) {
            read.add(query(".queries[" + read.size() + "]", query));
        }
        String requestUid = search.requestUid();
        List<Object> results = new ArrayList<>();
        for (Query query : read) {
            results.add(result(query, results.size(), requestUid));
        }
        return Reply.of(200, Json.object("results", results));
    }

    private static Query query(String path, @Nullable Object value) {
        if (!(value instanceof Map<?, ?>)) {
            throw Values.type(CODE, path, "an object", value);
        }
        Map<String, @Nullable Object> fields = Json.asObject(value);
        Body body = Body.inside(path, fields);
        SearchRequest request = SearchBody.read(body, SearchBody.filter(body));
        String index = body.string("indexUid", "invalid_index_uid");
        if (index == null) {
            throw new ApiException("missing_index_uid", "Missing field `indexUid` inside `" + path + "`");
        }
        Context.checkUid(index, "Invalid value at `" + path + ".indexUid`: ");
        return new Query(index, request, body.has("federationOptions"));
    }

    private Map<String, @Nullable Object> result(Query query, int position, String requestUid) {
        try {
            if (query.federated) {
                throw new ApiException(
                        "invalid_multi_search_federation_options",
                        "Using `federationOptions` is not allowed in a non-federated search.\n"
                                + " - Hint: remove `federationOptions` from the query or add `federation` to the"
                                + " request.");
            }
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put("indexUid", query.index);
            result.putAll(search.answer(query.index, query.request, requestUid));
            return result;
        } catch (ApiException e) {
            throw e.inside(position);
        }
    }
}
