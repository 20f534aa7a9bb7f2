package miroir.embedded.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.FilterCheck;
import miroir.embedded.filter.FilterException;
import miroir.embedded.filter.FilterParser;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import miroir.embedded.task.NewTask;
import miroir.embedded.task.Operation;
import org.jspecify.annotations.Nullable;

/** Adding, updating and deleting documents. */
final class DocumentWrites {

    private static final List<String> ONLY_METADATA = List.of("customMetadata");

    private final Context context;

    DocumentWrites(Context context) {
        this.context = context;
    }

    Reply all(Call call) {
        return switch (call.method()) {
            case "POST" -> add(call, "replace");
            case "PUT" -> add(call, "update");
            case "DELETE" -> delete(call, Json.object("deletedDocuments", null), Operation.of("clear", Map.of()));
            default -> Reply.empty(405);
        };
    }

    private Reply add(Call call, String method) {
        Params params = Params.of(call, List.of("primaryKey", "csvDelimiter", "customMetadata", "skipCreation"));
        Payload payload = Payload.read(call, params.string("csvDelimiter"));
        String skip = params.string("skipCreation");
        if (skip != null && !skip.equals("true") && !skip.equals("false")) {
            throw new ApiException(
                    "invalid_skip_creation", "skipCreation must be either `true` or `false`. Found: `" + skip + "`");
        }
        Map<String, @Nullable Object> arguments = Json.object(
                "method", method,
                "primaryKey", params.string("primaryKey"),
                "skipCreation", "true".equals(skip));
        return context.accept(
                202,
                new NewTask(
                        call.segment(1),
                        "documentAdditionOrUpdate",
                        Json.object("receivedDocuments", payload.count(), "indexedDocuments", null),
                        params.string("customMetadata"),
                        new Operation("documents", arguments, payload.ndjson())));
    }

    Reply deleteOne(Call call) {
        return deleteIds(call, List.of(call.segment(3)));
    }

    Reply deleteBatch(Call call) {
        Object body = Body.json(call);
        if (!(body instanceof List<?> list)) {
            throw new ApiException(
                    "bad_request",
                    "Json deserialize error: invalid type: " + (body instanceof Map ? "map" : "value")
                            + ", expected a sequence at line 1 column 0");
        }
        List<String> ids = new ArrayList<>();
        for (Object element : list) {
            ids.add(
                    element instanceof JsonNumber number
                            ? number.text()
                            : element instanceof String text ? text : Json.text(element));
        }
        return deleteIds(call, ids);
    }

    private Reply deleteIds(Call call, List<String> ids) {
        Map<String, @Nullable Object> details =
                Json.object("providedIds", ids.size(), "deletedDocuments", null, "originalFilter", null);
        return delete(call, details, Operation.of("deleteIds", Json.object("ids", ids)));
    }

    Reply deleteByFilter(Call call) {
        Body body = Body.object(call, List.of("filter"));
        Object filter = body.raw("filter");
        if (!body.given("filter")) {
            throw new ApiException("missing_document_filter", "Missing field `filter`");
        }
        try {
            miroir.embedded.filter.Filter parsed = FilterParser.ofJson(filter);
            if (parsed == null) {
                throw new ApiException("invalid_document_filter", "Sending an empty filter is forbidden.");
            }
            FilterCheck.requireFeatures(parsed, context.features()::isOn);
        } catch (FilterException e) {
            throw new ApiException(e.code("invalid_document_filter"), e.text());
        }
        Map<String, @Nullable Object> details =
                Json.object("providedIds", 0, "deletedDocuments", null, "originalFilter", Json.text(filter));
        return delete(call, details, Operation.of("deleteFilter", Json.object("filter", filter)));
    }

    private Reply delete(Call call, Map<String, @Nullable Object> details, Operation operation) {
        String metadata = Params.of(call, ONLY_METADATA).string("customMetadata");
        return context.accept(202, new NewTask(call.segment(1), "documentDeletion", details, metadata, operation));
    }
}
