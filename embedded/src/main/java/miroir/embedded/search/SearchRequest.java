package miroir.embedded.search;

import java.util.List;
import miroir.embedded.filter.Filter;
import org.jspecify.annotations.Nullable;

/** A checked search; null means not given. */
public record SearchRequest(
        @Nullable String q,
        Paging paging,
        Format format,
        Matching matching,
        Show show,
        @Nullable Filter filter,
        List<SortRule> sort,
        @Nullable List<String> facets,
        @Nullable String distinct) {

    /** Which hits; a page or hits per page make the totals exact. */
    public record Paging(
            int offset,
            int limit,
            @Nullable Integer page,
            @Nullable Integer hitsPerPage) {

        boolean paged() {
            return page != null || hitsPerPage != null;
        }

        int pageSize() {
            return hitsPerPage == null ? 20 : hitsPerPage;
        }

        int pageNumber() {
            return page == null ? 1 : page;
        }

        int from() {
            return paged()
                    ? (int) Math.min(Integer.MAX_VALUE, (long) pageSize() * Math.max(0, pageNumber() - 1))
                    : offset;
        }

        int count() {
            return !paged() ? limit : pageNumber() == 0 ? 0 : pageSize();
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
