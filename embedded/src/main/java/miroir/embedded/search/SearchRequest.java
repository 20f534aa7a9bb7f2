package miroir.embedded.search;

import java.math.BigInteger;
import java.util.List;
import miroir.embedded.filter.Filter;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * A checked search; null means not given.
 *
 * @param order the criteria to sort by, as they were given
 * @param sort the same once they have been read
 */
public record SearchRequest(
        @Nullable String q,
        Paging paging,
        Format format,
        Matching matching,
        Show show,
        @Nullable Filter filter,
        List<String> order,
        List<SortRule> sort,
        @Nullable List<String> facets,
        @Nullable String distinct) {

    /** The same with the criteria to sort by read. */
    SearchRequest sorted() {
        List<SortRule> rules = SortRule.parse(order, "invalid_search_sort");
        return new SearchRequest(q, paging, format, matching, show, filter, order, rules, facets, distinct);
    }

    /** Which hits; a page or hits per page make the totals exact. */
    public record Paging(
            JsonNumber offset,
            JsonNumber limit,
            @Nullable JsonNumber page,
            @Nullable JsonNumber hitsPerPage) {

        boolean paged() {
            return page != null || hitsPerPage != null;
        }

        JsonNumber pageSize() {
            return hitsPerPage == null ? new JsonNumber("20") : hitsPerPage;
        }

        JsonNumber pageNumber() {
            return page == null ? new JsonNumber("1") : page;
        }

        /** In unsigned 64 bits, which may overflow. */
        long pages(long total) {
            long size = new BigInteger(pageSize().text()).longValue();
            return size == 0 ? 0 : Long.divideUnsigned(total + size - 1, size);
        }

        int from() {
            return paged()
                    ? (int) Math.min(
                            Integer.MAX_VALUE,
                            (long) pageSize().bounded()
                                    * Math.max(0, pageNumber().bounded() - 1))
                    : offset.bounded();
        }

        int count() {
            return !paged()
                    ? limit.bounded()
                    : pageNumber().bounded() == 0 ? 0 : pageSize().bounded();
        }
    }

    /** How hits are shown. */
    public record Format(
            @Nullable List<String> retrieve,
            List<String> highlight,
            List<String> crop,
            int cropLength,
            String cropMarker,
            String preTag,
            String postTag,
            boolean positions) {

        boolean formats() {
            return !highlight.isEmpty() || !crop.isEmpty();
        }
    }

    /** What counts as a match. */
    public record Matching(
            boolean all,
            @Nullable List<String> on,
            @Nullable Double threshold) {}

    /** What is shown of the ranking. */
    public record Show(boolean score, boolean details) {}
}
