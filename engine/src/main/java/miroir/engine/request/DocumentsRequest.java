package miroir.engine.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * A list of documents as a client asks for it; null means not given.
 *
 * @param fields null: all
 * @param ids strings and integers
 */
public record DocumentsRequest(
        Paging paging,
        @Nullable List<String> fields,
        @Nullable List<JsonNode> ids,
        @Nullable JsonNode filter,
        @Nullable List<String> sort,
        boolean retrieveVectors) {
    private static final List<String> NAMES =
            List.of("offset", "limit", "fields", "retrieveVectors", "ids", "filter", "sort", "useNetwork");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,511}");

    /** Reads the body of {@code POST /documents/fetch}. */
    public static DocumentsRequest fromJson(byte[] body) {
        Draft draft = new Draft();
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(NAMES, draft::read);
        return draft.build();
    }

    /** Reads the query of {@code GET /documents}. */
    public static DocumentsRequest fromQuery(Map<String, List<String>> query) {
        Draft draft = new Draft();
        QueryParam.each(query, NAMES, draft::read);
        return draft.build();
    }

    /** Reads the query of {@code GET /documents/{id}}, which knows only fields and retrieveVectors. */
    public static DocumentsRequest ofOne(Map<String, List<String>> query) {
        Draft draft = new Draft();
        QueryParam.each(query, List.of("fields", "retrieveVectors", "useNetwork"), draft::read);
        return draft.build();
    }

    private static final class Draft {
        private long offset;
        private long limit = Paging.DEFAULT_LIMIT;
        private @Nullable List<String> fields;
        private @Nullable List<JsonNode> ids;
        private @Nullable JsonNode filter;
        private @Nullable List<String> sort;
        private boolean retrieveVectors;

        void read(String name, BodyValue raw) {
            BodyValue value = raw.as(code(name));
            switch (name) {
                case "offset" -> offset = value.unsigned();
                case "limit" -> limit = value.unsigned();
                case "fields" -> fields = value.isNull() ? null : value.texts();
                case "retrieveVectors" -> retrieveVectors = value.flag();
                case "ids" ->
                    ids = value.isNull()
                            ? null
                            : value.items().stream().map(BodyValue::node).toList();
                case "filter" -> filter = value.isNull() ? null : value.node();
                case "sort" -> sort = value.isNull() ? null : value.texts();
                default -> refuseNetwork(!value.isNull() && value.flag());
            }
        }

        void read(QueryParam raw) {
            QueryParam param = raw.as(code(raw.name()));
            switch (raw.name()) {
                case "offset" -> offset = param.unsigned();
                case "limit" -> limit = param.unsigned();
                case "fields" -> fields = param.list().contains("*") ? null : param.list();
                case "retrieveVectors" -> retrieveVectors = param.flag();
                case "ids" ->
                    ids = new ArrayList<>(
                            param.list().stream().map(TextNode::valueOf).toList());
                case "filter" -> filter = SearchFromQuery.filter(param);
                case "sort" -> sort = SearchFromQuery.sort(param.value());
                default -> throw anyNetwork(param);
            }
        }

        DocumentsRequest build() {
            if (ids != null) {
                checkIds(ids);
            }
            if (sort != null) {
                SortSyntax.check(sort, ErrorCode.INVALID_DOCUMENT_SORT);
            }
            return new DocumentsRequest(new Paging(offset, limit), fields, ids, filter, sort, retrieveVectors);
        }
    }

    private static void refuseNetwork(boolean useNetwork) {
        if (useNetwork) {
            throw Unsupported.network();
        }
    }

    /** Here no text is taken as a boolean, in these words. */
    private static ApiException anyNetwork(QueryParam param) {
        return new ApiException(
                param.code(),
                "Invalid value type for parameter `useNetwork`: expected a string, but found a string: `"
                        + param.value() + "`");
    }

    private static void checkIds(List<JsonNode> ids) {
        for (int i = 0; i < ids.size(); i++) {
            JsonNode id = ids.get(i);
            boolean number = id.isIntegralNumber() && id.asText().getBytes(StandardCharsets.UTF_8).length <= 20;
            if (!number && !(id.isTextual() && ID.matcher(id.textValue()).matches())) {
                throw new ApiException(
                        ErrorCode.INVALID_DOCUMENT_IDS,
                        "In `.ids[" + i + "]`: Document identifier `" + id
                                + "` is invalid. A document identifier can be"
                                + " of type integer or string, only composed of alphanumeric characters (a-z A-Z 0-9),"
                                + " hyphens (-) and underscores (_), and can not be more than 511 bytes.");
            }
        }
    }

    private static ErrorCode code(String name) {
        return switch (name) {
            case "offset" -> ErrorCode.INVALID_DOCUMENT_OFFSET;
            case "limit" -> ErrorCode.INVALID_DOCUMENT_LIMIT;
            case "fields" -> ErrorCode.INVALID_DOCUMENT_FIELDS;
            case "retrieveVectors" -> ErrorCode.INVALID_DOCUMENT_RETRIEVE_VECTORS;
            case "ids" -> ErrorCode.INVALID_DOCUMENT_IDS;
            case "filter" -> ErrorCode.INVALID_DOCUMENT_FILTER;
            case "sort" -> ErrorCode.INVALID_DOCUMENT_SORT;
            default -> ErrorCode.INVALID_DOCUMENT_USE_NETWORK;
        };
    }
}
