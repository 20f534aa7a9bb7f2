package miroir.engine.request;

import org.jspecify.annotations.Nullable;

/**
 * The part of the hits a client asks for, by offset or by page; naming a page or a page size makes it by page.
 *
 * @param page from 1; 0 answers no hits
 */
public record Window(
        long offset,
        long limit,
        @Nullable Long page,
        @Nullable Long hitsPerPage) {

    /** Whether the client counts in pages and is told exact totals. */
    public boolean isPaged() {
        return page != null || hitsPerPage != null;
    }

    /** The page asked for. */
    public long pageOrFirst() {
        return page == null ? 1 : page;
    }

    /** The size of a page. */
    public long pageSize() {
        return hitsPerPage == null ? Paging.DEFAULT_LIMIT : hitsPerPage;
    }

    /** How many merged hits are skipped. */
    public long start() {
        return isPaged() ? times(Math.max(0, pageOrFirst() - 1), pageSize()) : offset;
    }

    /** How many hits are wanted after those skipped. */
    public long count() {
        if (isPaged()) {
            return pageOrFirst() == 0 ? 0 : pageSize();
        }
        return limit;
    }

    /** How many hits from the first on every node must return; saturates. */
    public long end() {
        if (isPaged()) {
            return times(pageOrFirst(), pageSize());
        }
        long end = offset + limit;
        return end < 0 ? Long.MAX_VALUE : end;
    }

    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }
}
