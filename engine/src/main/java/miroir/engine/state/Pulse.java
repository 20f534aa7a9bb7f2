package miroir.engine.state;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks something for a sign of life, again and again. It counts its own looks, not time: a process that was stopped or a
 * machine that slept looks no more than the other works. For one thread.
 */
public final class Pulse {
    private final Supplier<CompletableFuture<Void>> ask;
    private final int patience;
    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
    private int looks;

    /**
     * Of what completes when it lives.
     *
     * @param patience looks in a row that find no answer before it counts as dead
     */
    public Pulse(Supplier<CompletableFuture<Void>> ask, int patience) {
        this.ask = ask;
        this.patience = patience;
    }

    /** Looks once; whether it is still alive. */
    public boolean beats() {
        if (asked.isDone()) {
            asked = ask.get();
            looks = 0;
        }
        return asked.isDone() || ++looks < patience;
    }
}
