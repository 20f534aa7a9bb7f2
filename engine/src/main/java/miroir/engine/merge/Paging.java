package miroir.engine.merge;

import miroir.core.merge.Window;

/** Which part of the hits the client wants, in the form it asked for it; figures are of 64 bits, unsigned. */
public sealed interface Paging {
    /** The part of the merged hits that is shown. */
    Window window();

    /** No list is longer than that. */
    private static int most(long unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : (int) Math.min(unsigned, Integer.MAX_VALUE);
    }

    /** By offset and limit; the total is an estimate. */
    record OffsetLimit(long offset, long limit) implements Paging {
        @Override
        public Window window() {
            return new Window(most(offset), most(limit));
        }
    }

    /** By pages, counted from 1; page 0 shows nothing. */
    record Page(long page, long hitsPerPage) implements Paging {
        @Override
        public Window window() {
            return page == 0
                    ? new Window(0, 0)
                    : new Window(most((most(page) - 1L) * most(hitsPerPage)), most(hitsPerPage));
        }

        long totalPages(long totalHits) {
            return hitsPerPage == 0 ? 0 : Long.divideUnsigned(totalHits + hitsPerPage - 1, hitsPerPage);
        }
    }
}
