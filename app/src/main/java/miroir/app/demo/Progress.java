package miroir.app.demo;

import java.io.PrintWriter;

/** Says how far the loading is: in one changing line on a terminal, else a line each ten per cent. */
final class Progress {
    private static final int STEP = 10;

    private final PrintWriter out;
    private final boolean terminal;
    private final int total;
    private int shownPercent;

    Progress(PrintWriter out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    /** So many of the total are done. */
    void reached(int done) {
        int percent = (int) (100L * done / total);
        if (terminal) {
            out.printf("\rLoading products: %,d of %,d (%d %%)%s", done, total, percent, done == total ? "\n" : "");
            out.flush();
        } else if (percent >= shownPercent + STEP) {
            shownPercent = percent - percent % STEP;
            out.printf("Loading products: %d of %d (%d %%)%n", done, total, percent);
        }
    }
}
