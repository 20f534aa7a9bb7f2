package miroir.app.demo;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

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

    /** Whether someone watches; from JDK 22 on a console may exist without, and only that JDK can tell. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** So many of the total are done. */
    void reached(int done) {
        int percent = (int) (100L * done / total);
        if (terminal) {
            out.printf(
                    Locale.ROOT,
                    "\rLoading products: %,d of %,d (%d %%)%s",
                    done,
                    total,
                    percent,
                    done == total ? "\n" : "");
            out.flush();
        } else if (percent >= shownPercent + STEP) {
            shownPercent = percent - percent % STEP;
            out.printf("Loading products: %d of %d (%d %%)%n", done, total, percent);
        }
    }
}
