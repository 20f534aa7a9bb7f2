package miroir.engine.request;

import miroir.engine.error.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The part of the hits a client asks for, by offset or by page; naming a page or a page size makes it by page.
 *
 * @param offset of 64 bits, unsigned, as are the others
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
        return isPaged() ? times(Math.max(0, most(pageOrFirst()) - 1), most(pageSize())) : most(offset);
    }

    /** How many hits are wanted after those skipped. */
    public long count() {
        if (isPaged()) {
            return pageOrFirst() == 0 ? 0 : most(pageSize());
        }
        return most(limit);
    }

    /** How many hits from the first on every node must return; saturates. */
    public long end() {
        if (isPaged()) {
            return times(most(pageOrFirst()), most(pageSize()));
        }
        return most(most(offset) + most(limit));
    }

    private static long most(long value) {
        return Numbers.saturated(value);
    }

    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }
}
