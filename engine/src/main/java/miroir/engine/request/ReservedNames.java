package miroir.engine.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.settings.IndexSettings;
import org.jspecify.annotations.Nullable;

/**
 * Keeps clients from using Miroir's own attributes: a request that names one is answered as for any attribute that is
 * not filterable, sortable or searchable. Where Meilisearch ignores unknown names, so does Miroir.
 */
public final class ReservedNames {
    private ReservedNames() {}

    /** Throws what the client is answered when a search names a reserved attribute. Cheap when it names none. */
    public static void check(SearchRequest request, String indexUid, IndexSettings settings) {
        if (mentions(request) && AttributeCheck.onlyReserved(settings).explain(request, indexUid) != null) {
            raise(AttributeCheck.all(settings).explain(request, indexUid));
        }
    }

    /** Throws what the client is answered when a facet search names a reserved attribute. */
    public static void check(FacetSearchRequest request, IndexSettings settings) {
        SearchRequest search = request.search();
        boolean mentions = mayName(search.filter())
                || names(search.attributesToSearchOn())
                || ShardMarker.isReserved(request.facetName());
        // an index without facet search refuses before it looks at names
        if (mentions
                && settings.facetSearch()
                && AttributeCheck.onlyReserved(settings).explain(request) != null) {
            raise(AttributeCheck.all(settings).explain(request));
        }
    }

    /** Throws what the client is answered when a document list names a reserved attribute. */
    public static void check(DocumentsRequest request, IndexSettings settings) {
        boolean mentions = mayName(request.filter()) || names(request.sort());
        if (mentions && AttributeCheck.onlyReserved(settings).explain(request) != null) {
            raise(AttributeCheck.all(settings).explain(request));
        }
    }

    /** Why a plain node with the client's settings fails this deletion because of an attribute, or null. */
    public static @Nullable ApiError explainDeletion(JsonNode filter, String indexUid, IndexSettings settings) {
        return AttributeCheck.all(settings).explainDeletion(filter, indexUid);
    }

    private static boolean mentions(SearchRequest request) {
        String distinct = request.distinct();
        return mayName(request.filter())
                || names(request.sort())
                || request.facets().stream().anyMatch(AttributeCheck::countsHidden)
                || names(request.attributesToSearchOn())
                || (distinct != null && ShardMarker.isReserved(distinct));
    }

    private static boolean names(@Nullable List<String> texts) {
        return texts != null && texts.stream().anyMatch(ShardMarker::isReserved);
    }

    /** A name inside quotes can be spelled with escapes, so a backslash calls for a closer look. */
    private static boolean mayName(@Nullable JsonNode filter) {
        if (filter == null) {
            return false;
        }
        if (filter.isTextual()) {
            return filter.textValue().contains(ShardMarker.PREFIX)
                    || filter.textValue().indexOf('\\') >= 0;
        }
        for (JsonNode part : filter) {
            if (mayName(part)) {
                return true;
            }
        }
        return false;
    }

    private static void raise(@Nullable ApiError error) {
        if (error != null) {
            throw new ApiException(error);
        }
    }
}
