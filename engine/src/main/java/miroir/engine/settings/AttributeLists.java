package miroir.engine.settings;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import miroir.core.placement.ShardMarker;
import org.jspecify.annotations.Nullable;

/**
 * The sentences with which errors list the attributes of an index that may be used: a client's, or those of the nodes that
 * hold it, which have one attribute more and hide none.
 */
public final class AttributeLists {
    private static final String NOTHING_FILTERABLE = "This index does not have configured filterable attributes.";
    private static final String NOTHING_SORTABLE = "This index does not have configured sortable attributes.";
    private static final String PATTERNS = "Available filterable attributes patterns are: `";

    private final Collection<String> filterable;
    private final Collection<String> facetSearchable;
    private final List<String> sortable;
    private final @Nullable List<String> displayed;

    private AttributeLists(
            Collection<String> filterable,
            Collection<String> facetSearchable,
            List<String> sortable,
            @Nullable List<String> displayed) {
        this.filterable = filterable;
        this.facetSearchable = facetSearchable;
        this.sortable = sortable;
        this.displayed = displayed;
    }

    /** What one plain node with the client's settings says. */
    public static AttributeLists ofClient(IndexSettings settings) {
        return new AttributeLists(
                settings.filterablePatterns(),
                settings.facetSearchablePatterns(),
                settings.sortable(),
                settings.displayed());
    }

    /** What a node says that was given {@link NodeSettings}. */
    public static AttributeLists ofNode(IndexSettings settings) {
        Set<String> patterns = sorted(settings.filterablePatterns());
        patterns.add(ShardMarker.FIELD);
        return new AttributeLists(patterns, settings.facetSearchablePatterns(), settings.sortable(), null);
    }

    /** After an attribute that no filter may use. */
    public String filterable() {
        return filterable.isEmpty()
                ? NOTHING_FILTERABLE
                : "Available filterable attribute patterns are: "
                        + filterable.stream().map(p -> "`" + p + "`").collect(Collectors.joining(", ")) + ".";
    }

    /** After a facet that cannot be counted. */
    public String facets() {
        return filterable.isEmpty() ? NOTHING_FILTERABLE : PATTERNS + String.join(", ", filterable) + "`.";
    }

    /** After an attribute that cannot be distinct. */
    public String distinct() {
        return filterable.stream().noneMatch(this::displays) ? NOTHING_FILTERABLE : PATTERNS + shown(filterable) + "`.";
    }

    /** After an attribute whose values are not searched. */
    public String facetSearchable() {
        return (facetSearchable.stream().noneMatch(this::displays)
                        ? "This index does not have configured facet-searchable attributes."
                        : "Available facet-searchable attributes patterns are: `" + shown(facetSearchable) + "`.")
                + " To make it facet-searchable add it to the `filterableAttributes` index settings.";
    }

    /** After an attribute that no search may be sorted by. */
    public String sortable() {
        return sortable.stream().noneMatch(this::displays)
                ? NOTHING_SORTABLE
                : "Available sortable attributes are: `" + shown(sortable) + "`.";
    }

    /** After an attribute that no list of documents may be sorted by. */
    public String sortableDocuments() {
        return sortable.isEmpty()
                ? NOTHING_SORTABLE
                : "Available sortable attributes are: `" + String.join(", ", sortable) + "`.";
    }

    /** After an attribute that is not searched, of an index where these are. */
    public String searchable(List<String> searchable) {
        return "Available searchable attributes are: `" + shown(sorted(searchable)) + "`.";
    }

    private static Set<String> sorted(Collection<String> names) {
        TreeSet<String> sorted = new TreeSet<>(ValueChecks.BYTE_ORDER);
        sorted.addAll(names);
        return sorted;
    }

    private String shown(Collection<String> names) {
        List<String> shown = names.stream().filter(this::displays).toList();
        return String.join(", ", shown) + (shown.size() < names.size() ? ", <..hidden-attributes>" : "");
    }

    private boolean displays(String name) {
        return displayed == null || displayed.contains(name);
    }
}
