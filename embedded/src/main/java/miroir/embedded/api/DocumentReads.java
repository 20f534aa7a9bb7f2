package miroir.embedded.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.Filter;
import miroir.embedded.filter.FilterCheck;
import miroir.embedded.filter.FilterException;
import miroir.embedded.filter.FilterParser;
import miroir.embedded.index.Document;
import miroir.embedded.index.DocumentId;
import miroir.embedded.index.Index;
import miroir.embedded.index.IndexView;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import miroir.embedded.json.RawJson;
import miroir.embedded.search.Selection;
import miroir.embedded.search.SortRule;
import org.jspecify.annotations.Nullable;

/** Reading documents by id, filter or page. */
final class DocumentReads {

    private static final List<String> FIELDS =
            List.of("offset", "limit", "fields", "retrieveVectors", "ids", "filter", "sort", "useNetwork");

    private final Context context;

    /** What is asked for; null lists mean all. */
    private record Request(
            JsonNumber offset,
            JsonNumber limit,
            @Nullable List<String> fields,
            boolean vectors,
            @Nullable Set<DocumentId> ids,
            @Nullable Object filter,
            List<SortRule> sort) {}

    DocumentReads(Context context) {
        this.context = context;
    }

    Reply one(Call call) {
        Params params = Params.of(call, List.of("fields", "retrieveVectors", "useNetwork"));
        refuseNetwork(params);
        boolean vectors = params.bool("retrieveVectors", "invalid_document_retrieve_vectors");
        Index index = context.engine().index(Context.checkUid(call.segment(1), ""));
        Document document = index.document(DocumentId.of(call.segment(3)));
        if (document == null) {
            throw new ApiException("document_not_found", "Document `" + call.segment(3) + "` not found.");
        }
        return Reply.of(200, shown(document, params.list("fields"), vectors));
    }

    Reply list(Call call) {
        Params params = Params.of(call, FIELDS);
        String ids = params.string("ids");
        String sort = params.string("sort");
        refuseNetwork(params);
        Request request = new Request(
                params.number("offset", "invalid_document_offset", 0),
                params.number("limit", "invalid_document_limit", 20),
                params.list("fields"),
                params.bool("retrieveVectors", "invalid_document_retrieve_vectors"),
                ids(ids == null ? null : Params.split(ids)),
                FilterText.ofQuery(params.string("filter")),
                sort == null
                        ? List.of()
                        : SortRule.parse(SortText.repair(List.of(sort.split(",", -1))), "invalid_document_sort"));
        return answer(call, request);
    }

    Reply fetch(Call call) {
        Body body = Body.object(call, FIELDS);
        List<String> sort = body.strings("sort", "invalid_document_sort");
        List<String> fields = body.strings("fields", "invalid_document_fields");
        body.bool("useNetwork", "invalid_document_use_network");
        Request request = new Request(
                body.number("offset", "invalid_document_offset", 0),
                body.number("limit", "invalid_document_limit", 20),
                fields == null ? null : named(fields),
                body.bool("retrieveVectors", "invalid_document_retrieve_vectors"),
                ids(body.raw("ids")),
                body.raw("filter"),
                sort == null ? List.of() : SortRule.parse(sort, "invalid_document_sort"));
        return answer(call, request);
    }

    /** Whatever is said here is refused, in these words. */
    private static void refuseNetwork(Params params) {
        String value = params.string("useNetwork");
        if (value != null) {
            throw new ApiException(
                    "invalid_document_use_network",
                    "Invalid value type for parameter `useNetwork`: expected a string, but found a string: `" + value
                            + "`");
        }
    }

    private static @Nullable Set<DocumentId> ids(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            throw Values.type("invalid_document_ids", ".ids", "an array", value);
        }
        Set<DocumentId> ids = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            DocumentId id = DocumentId.parse(list.get(i));
            if (id == null) {
                throw new ApiException(
                        "invalid_document_ids", "In `.ids[" + i + "]`: " + DocumentId.invalid(list.get(i)));
            }
            ids.add(id);
        }
        return ids;
    }

    private @Nullable Filter filter(@Nullable Object value) {
        try {
            Filter filter = FilterParser.parse(value);
            FilterCheck.requireFeatures(filter, context.features()::isOn);
            return filter;
        } catch (FilterException e) {
            throw new ApiException(e.code("invalid_document_filter"), e.text());
        }
    }

    /** Like Meilisearch, which knows where {@code _geo} lies once a document had it. */
    private static void checkPlaces(IndexView view, List<SortRule> sort) {
        Set<String> known = view.lookup().fields().keySet();
        if (sort.stream().anyMatch(rule -> rule.point() != null)
                && !known.containsAll(List.of("_geo.lat", "_geo.lng"))) {
            throw new ApiException(
                    "invalid_document_sort",
                    "Attribute `_geo` is not sortable. Available sortable attributes are: `"
                            + String.join(", ", view.settings().sortable()) + "`.");
        }
    }

    private Reply answer(Call call, Request request) {
        Context.checkUid(call.segment(1), "");
        List<Document> found;
        try (IndexView view = context.engine().index(call.segment(1)).view()) {
            Settings settings = view.settings();
            Predicate<Document> test = FilterCheck.compile(filter(request.filter()), settings, false);
            String sortable = String.join(", ", settings.sortable());
            SortRule.check(request.sort(), settings, sortable, "invalid_document_sort", "");
            checkPlaces(view, request.sort());
            found = matching(view, request, test);
        } catch (FilterException e) {
            throw new ApiException(e.code("invalid_document_filter"), e.text());
        }
        boolean proxied = "true".equals(call.header("meili-proxy-search"));
        List<Object> results = new ArrayList<>();
        for (Document document : found.stream()
                .skip(request.offset().bounded())
                .limit(request.limit().bounded())
                .toList()) {
            Object shown = shown(document, request.fields(), request.vectors());
            results.add(proxied ? federated(document, shown, request.sort()) : shown);
        }
        return Reply.of(
                200,
                Json.object(
                        "results", results,
                        "offset", request.offset(),
                        "limit", request.limit(),
                        "total", found.size()));
    }

    private static List<Document> matching(IndexView view, Request request, Predicate<Document> test) {
        Set<DocumentId> ids = request.ids();
        List<Document> found = new ArrayList<>(Arrays.stream(view.documents())
                .filter(document -> (ids == null || ids.contains(document.id())) && test.test(document))
                .toList());
        if (!request.sort().isEmpty()) {
            found.sort((a, b) -> {
                for (SortRule rule : request.sort()) {
                    int order = rule.compare(a, b);
                    if (order != 0) {
                        return order;
                    }
                }
                return 0;
            });
        }
        return found;
    }

    /** In a body a star is the name of a field that no document has. */
    private static List<String> named(List<String> fields) {
        return fields.stream().filter(name -> !name.equals("*")).toList();
    }

    /** With vectors each document has some, even if none. */
    private static Object shown(Document document, @Nullable List<String> fields, boolean vectors) {
        if (fields == null && vectors == Json.fieldNames(document.json()).contains("_vectors")) {
            return new RawJson(document.json());
        }
        Map<String, @Nullable Object> tree = document.tree();
        if (!vectors) {
            tree.remove("_vectors");
        }
        Map<String, @Nullable Object> shown = fields == null ? tree : Selection.pick(tree, fields);
        if (vectors) {
            shown.putIfAbsent("_vectors", Map.of());
        }
        return shown;
    }

    private static Object federated(Document document, Object shown, List<SortRule> sort) {
        Map<String, @Nullable Object> tree =
                shown instanceof RawJson ? document.tree() : new LinkedHashMap<>(Json.asObject(shown));
        List<Object> values =
                sort.stream().map(rule -> rule.federated(document)).toList();
        tree.put("_federation", Map.of("weightedScoreValues", values));
        return tree;
    }
}
