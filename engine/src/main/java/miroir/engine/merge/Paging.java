package miroir.engine.merge;

import miroir.core.merge.Window;

/** Which part of the hits the client wants, in the form it asked for it. */
public sealed interface Paging {
    /** The part of the merged hits that is shown. */
    Window window();

    /** By offset and limit; the total is an estimate. */
    record OffsetLimit(int offset, int limit) implements Paging {
        @Override
        public Window window() {
            return new Window(offset, limit);
        }
    }

    /** By pages, counted from 1; page 0 shows nothing. */
    record Page(int page, int hitsPerPage) implements Paging {
        @Override
        public Window window() {
            long offset = (page - 1L) * hitsPerPage;
            return page == 0 ? new Window(0, 0) : new Window((int) Math.min(offset, Integer.MAX_VALUE), hitsPerPage);
        }

        long totalPages(long totalHits) {
            return hitsPerPage == 0 ? 0 : (totalHits + hitsPerPage - 1) / hitsPerPage;
        }
    }
}
