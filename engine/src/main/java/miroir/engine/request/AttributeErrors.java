package miroir.engine.request;

import static miroir.engine.error.ErrorCode.*;

import java.util.List;
import java.util.OptionalInt;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.settings.AttributeLists;
import miroir.engine.settings.FilterableRule;
import miroir.engine.settings.IndexSettings;

/** What Meilisearch says of an attribute that may not be used so; lists only the client's own names. */
final class AttributeErrors {
    private final String prefix;
    private final IndexSettings settings;
    private final AttributeLists lists;

    private AttributeErrors(String prefix, IndexSettings settings) {
        this.prefix = prefix;
        this.settings = settings;
        this.lists = AttributeLists.ofClient(settings);
    }

    /** For texts that begin with the name of the index: those of searches and of tasks. */
    static AttributeErrors of(String indexUid, IndexSettings settings) {
        return new AttributeErrors("Index `" + indexUid + "`: ", settings);
    }

    /** For the texts of document routes. */
    static AttributeErrors ofDocuments(IndexSettings settings) {
        return new AttributeErrors("", settings);
    }

    ApiError notFilterable(String attribute, String place, ErrorCode code) {
        return new ApiError(
                code, prefix + "Attribute `" + attribute + "` is not filterable. " + lists.filterable() + "\n" + place);
    }

    ApiError operatorNotAllowed(String attribute, String operator, int rule) {
        FilterableRule matched = settings.filterable().get(rule);
        String feature = isComparison(operator) ? "comparison" : "equality";
        String allowed = "OR, AND, NOT" + (matched.equality() ? ", =, !=, IN" : "")
                + (matched.comparison() ? ", <, >, <=, >=, TO" : "") + ", IS EMPTY, IS NULL, EXISTS";
        return new ApiError(
                INVALID_SEARCH_FILTER,
                prefix + "Filter operator `" + operator + "` is not allowed for the attribute `" + attribute
                        + "`.\n  - Note: allowed operators: " + allowed + ".\n  - Note: field `" + attribute
                        + "` matched rule #" + rule + " in `filterableAttributes`\n  - Hint: enable " + feature
                        + " in rule #" + rule + " by modifying the features.filter object\n  - Hint: prepend another"
                        + " rule matching `" + attribute + "` with appropriate filter features before rule #" + rule);
    }

    ApiError sortRuleMissing() {
        return new ApiError(
                INVALID_SEARCH_SORT,
                prefix + "You must specify where `sort` is listed in the rankingRules setting to use the sort parameter"
                        + " at search time.");
    }

    ApiError notSortable(String attribute, ErrorCode code) {
        String others = code == INVALID_SEARCH_SORT ? lists.sortable() : lists.sortableDocuments();
        return new ApiError(code, prefix + "Attribute `" + attribute + "` is not sortable. " + others);
    }

    ApiError notFacetable(String pattern) {
        OptionalInt rule = ruleOf(pattern);
        String why;
        if (rule.isPresent()) {
            int at = rule.getAsInt();
            why = "Attribute `" + pattern + "` matched rule #" + at + " in filterableAttributes, but this rule does not"
                    + " enable filtering.\nHint: enable filtering in rule #" + at + " by modifying the features.filter"
                    + " object\nHint: prepend another rule matching `" + pattern
                    + "` with appropriate filter features before rule #" + at;
        } else {
            why = "Pattern `" + pattern + "` is not filterable. " + lists.facets();
        }
        return new ApiError(INVALID_SEARCH_FACETS, "Invalid facet distribution: " + why);
    }

    ApiError notDistinct(String attribute) {
        OptionalInt rule = ruleOf(attribute);
        String why;
        if (rule.isPresent()) {
            int at = rule.getAsInt();
            why = "Note: this attribute matches rule #" + at + " in filterableAttributes, but this rule does not enable"
                    + " filtering.\nHint: enable filtering in rule #" + at + " by adding appropriate filter features."
                    + "\nHint: prepend another rule matching " + attribute + " with filter features before rule #" + at;
        } else {
            why = lists.distinct();
        }
        return new ApiError(
                INVALID_SEARCH_DISTINCT,
                prefix + "Attribute `" + attribute
                        + "` is not filterable and thus, cannot be used as distinct attribute. " + why);
    }

    ApiError notFacetSearchable(String attribute) {
        OptionalInt rule = ShardMarker.isReserved(attribute) ? OptionalInt.empty() : settings.ruleOf(attribute);
        String why;
        if (rule.isPresent()) {
            int at = rule.getAsInt();
            why = "Note: this attribute matches rule #" + at + " in filterableAttributes, but this rule does not enable"
                    + " facetSearch.\nHint: enable facetSearch in rule #" + at + " by adding `\"facetSearch\": true` to"
                    + " the rule.\nHint: prepend another rule matching " + attribute
                    + " with facetSearch: true before rule #" + at;
        } else {
            why = lists.facetSearchable();
        }
        return new ApiError(
                INVALID_FACET_SEARCH_FACET_NAME, "Attribute `" + attribute + "` is not facet-searchable. " + why);
    }

    ApiError notSearchable(String attribute, List<String> searchable) {
        return new ApiError(
                INVALID_SEARCH_ATTRIBUTES_TO_SEARCH_ON,
                prefix + "Attribute `" + attribute + "` is not searchable. " + lists.searchable(searchable));
    }

    static boolean isComparison(String operator) {
        return List.of("<", ">", "<=", ">=", "TO").contains(operator);
    }

    private OptionalInt ruleOf(String attribute) {
        OptionalInt rule = settings.ruleOf(attribute);
        boolean filterable =
                rule.isPresent() && settings.filterable().get(rule.getAsInt()).filterable();
        return ShardMarker.isReserved(attribute) || filterable ? OptionalInt.empty() : rule;
    }
}
