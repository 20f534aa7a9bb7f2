package miroir.engine.state;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For work that nobody waits for: its failure must still be seen. */
public final class Unattended {
    private static final Logger LOG = LoggerFactory.getLogger(Unattended.class);

    private Unattended() {}

    /** Lets the work go on; a failure is logged. */
    @SuppressWarnings("FutureReturnValueIgnored") // the one place that may: the failure ends here
    public static void run(CompletableFuture<?> work, String what) {
        work.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("{} failed", what, failure);
            }
        });
    }

    /**
     * An {@link Error}, such as that memory ran out, says nothing of the work that met it and nothing of a node: it is logged
     * as what it is, where whoever ends the process hears of it.
     */
    public static void report(@Nullable Throwable failure, String what) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error) {
                LOG.error("{} failed", what, cause);
                return;
            }
        }
    }
}
