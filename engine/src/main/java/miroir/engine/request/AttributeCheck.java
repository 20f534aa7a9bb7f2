package miroir.engine.request;

import static miroir.engine.error.ErrorCode.*;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Excerpt;
import miroir.engine.settings.FilterableRule;
import miroir.engine.settings.IndexSettings;
import org.jspecify.annotations.Nullable;

/** Looks for an attribute that a request may not use so, in the order in which Meilisearch looks. */
final class AttributeCheck {
    private final IndexSettings settings;
    private final boolean onlyReserved;

    private AttributeCheck(IndexSettings settings, boolean onlyReserved) {
        this.settings = settings;
        this.onlyReserved = onlyReserved;
    }

    /** Minds reserved names only; all others are the node's to judge. */
    static AttributeCheck onlyReserved(IndexSettings settings) {
        return new AttributeCheck(settings, true);
    }

    /** Minds every attribute. */
    static AttributeCheck all(IndexSettings settings) {
        return new AttributeCheck(settings, false);
    }

    @Nullable
    ApiError explain(SearchRequest request, String indexUid) {
        AttributeErrors errors = AttributeErrors.of(indexUid, settings);
        request.checkFilter();
        if (request.sort() != null) {
            SortSyntax.check(request.sort(), INVALID_SEARCH_SORT);
        }
        ApiError error = searchOn(request.attributesToSearchOn(), errors);
        String distinct = request.distinct();
        if (error == null && distinct != null && refused(distinct, settings::isFilterable)) {
            error = errors.notDistinct(distinct);
        }
        if (error == null && request.filter() != null) {
            error = filter(request.filter(), INVALID_SEARCH_FILTER, errors);
        }
        if (error == null) {
            error = sort(request.sort(), INVALID_SEARCH_SORT, errors);
        }
        return error == null ? facets(request.facets(), errors) : error;
    }

    /** The errors of a facet search do not name the index, and show the filter as it was given. */
    @Nullable
    ApiError explain(FacetSearchRequest request) {
        AttributeErrors errors = AttributeErrors.ofDocuments(settings);
        JsonNode filter = request.search().filter();
        ApiError error = searchOn(request.search().attributesToSearchOn(), errors);
        if (error == null && filter != null) {
            error = filter(filter, INVALID_SEARCH_FILTER, false, errors);
        }
        boolean refused = refused(request.facetName(), settings::isFacetSearchable);
        return error == null && refused ? errors.notFacetSearchable(request.facetName()) : error;
    }

    @Nullable
    ApiError explain(DocumentsRequest request) {
        AttributeErrors errors = AttributeErrors.ofDocuments(settings);
        ApiError error = request.filter() == null ? null : filter(request.filter(), INVALID_DOCUMENT_FILTER, errors);
        return error == null ? sort(request.sort(), INVALID_DOCUMENT_SORT, errors) : error;
    }

    @Nullable
    ApiError explainDeletion(JsonNode filter, String indexUid) {
        return filter(filter, INVALID_DOCUMENT_FILTER, AttributeErrors.of(indexUid, settings));
    }

    private boolean refused(String attribute, Predicate<String> allowed) {
        if (ShardMarker.isReserved(attribute)) {
            return true;
        }
        return !onlyReserved && !allowed.test(attribute);
    }

    private @Nullable ApiError searchOn(@Nullable List<String> attributes, AttributeErrors errors) {
        List<String> searchable = settings.searchable();
        if (attributes == null || searchable == null) {
            return null;
        }
        for (String attribute : attributes) {
            boolean all = attribute.equals("*");
            if (!all && refused(attribute, name -> isWithin(name, searchable))) {
                return errors.notSearchable(attribute, searchable);
            }
        }
        return null;
    }

    private static boolean isWithin(String name, List<String> searchable) {
        return searchable.stream().anyMatch(field -> FilterableRule.isOrBelongsTo(name, field));
    }

    private @Nullable ApiError filter(JsonNode json, ErrorCode code, AttributeErrors errors) {
        return filter(json, code, code == INVALID_SEARCH_FILTER, errors);
    }

    private @Nullable ApiError filter(JsonNode json, ErrorCode code, boolean isRewritten, AttributeErrors errors) {
        Filter filter = FilterSyntax.parse(json, code);
        if (filter == null) {
            return null;
        }
        for (Filter.Condition condition : filter.conditions()) {
            Filter.Mention mention = condition.attribute();
            if (mention != null && !condition.operator().equals("_foreign") && isRefused(mention.name())) {
                String place = isRewritten ? rewritten(filter, condition, mention) : mention.place();
                return errors.notFilterable(mention.name(), place, code);
            }
        }
        return code == INVALID_SEARCH_FILTER && !onlyReserved ? operators(filter, errors) : null;
    }

    private boolean isRefused(String attribute) {
        boolean special = attribute.equals("_vectors") || attribute.equals("_shard");
        return !special && refused(attribute, settings::isFilterable);
    }

    /** Searches report the place in the filter as Meilisearch has rewritten it. */
    private static String rewritten(Filter filter, Filter.Condition condition, Filter.Mention mention) {
        int column = filter.columnOf(condition) + 1;
        int length = mention.name().codePointCount(0, mention.name().length());
        String text = filter.text();
        return column + ":" + (column + length) + " " + Excerpt.around(text, text.offsetByCodePoints(0, column - 1));
    }

    private @Nullable ApiError operators(Filter filter, AttributeErrors errors) {
        for (Filter.Condition condition : filter.conditions()) {
            Filter.Mention mention = condition.attribute();
            OptionalInt rule = mention == null ? OptionalInt.empty() : settings.ruleOf(mention.name());
            if (mention != null && rule.isPresent()) {
                FilterableRule matched = settings.filterable().get(rule.getAsInt());
                boolean equality = List.of("=", "!=", "IN").contains(condition.operator());
                boolean comparison = AttributeErrors.isComparison(condition.operator());
                if ((equality && !matched.equality()) || (comparison && !matched.comparison())) {
                    return errors.operatorNotAllowed(mention.name(), condition.operator(), rule.getAsInt());
                }
            }
        }
        return null;
    }

    private @Nullable ApiError sort(@Nullable List<String> sort, ErrorCode code, AttributeErrors errors) {
        if (sort == null || sort.isEmpty()) {
            return null;
        }
        boolean ruleMissing =
                code == INVALID_SEARCH_SORT && !settings.rankingRules().contains("sort");
        for (String rule : sort) {
            int colon = rule.lastIndexOf(':');
            String attribute = colon < 0 ? rule : rule.substring(0, colon);
            boolean plain = colon >= 0 && !attribute.startsWith("_geo");
            if (plain && ruleMissing && (!onlyReserved || ShardMarker.isReserved(attribute))) {
                return errors.sortRuleMissing();
            }
            if (plain && refused(attribute, settings::isSortable)) {
                return errors.notSortable(attribute, code);
            }
        }
        return null;
    }

    private @Nullable ApiError facets(List<String> facets, AttributeErrors errors) {
        for (String facet : facets) {
            if ((!onlyReserved || countsHidden(facet)) && !isFacet(facet)) {
                return errors.notFacetable(facet);
            }
        }
        return null;
    }

    /** Whether a node counts a field for this facet, by name or pattern, that the client must not know of. */
    static boolean countsHidden(String facet) {
        return FilterableRule.matches(facet, ShardMarker.FIELD)
                || FilterableRule.isOrBelongsTo(facet, ShardMarker.FIELD);
    }

    /** Whether the client's rules let a facet be counted; the first one that speaks of it decides. */
    private boolean isFacet(String facet) {
        for (FilterableRule rule : settings.filterable()) {
            if (rule.filterable() ? rule.meets(facet) : rule.matches(facet)) {
                return rule.filterable();
            }
        }
        return false;
    }
}
