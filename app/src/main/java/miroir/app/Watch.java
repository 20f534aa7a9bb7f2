package miroir.app;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import miroir.app.process.MemoryWatch;
import miroir.app.process.OutOfMemory;
import miroir.engine.Engine;
import miroir.engine.state.Pulse;
import miroir.engine.state.Vitals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second whether the running process can do its work: its loop, its store, its memory, its disk. */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int LOOP_PATIENCE = 30;
    private static final int STORE_PATIENCE = 60;
    /** Looks from one sign of life of the store to the next. */
    private static final int STORE_REST = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "miroir-watch");
        made.setDaemon(true);
        return made;
    });
    private final Vitals vitals;
    private final Pulse loop;
    private final Pulse store;
    /** Made by its thread: that takes 0.1 s, which a start need not wait for. */
    private @Nullable MemoryWatch memory;

    private int looks;
    private Optional<String> shortage = Optional.empty();

    private Watch(Engine engine) {
        this.vitals = engine.vitals();
        this.loop = new Pulse(
                () -> CompletableFuture.runAsync(() -> {}, engine.ports().loop()), LOOP_PATIENCE);
        this.store = new Pulse(
                () -> looks % STORE_REST == 0 ? engine.prove() : CompletableFuture.completedFuture(null),
                STORE_PATIENCE);
    }

    /** Watches until it is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // a look fails by itself only where the process fails
    static Watch over(Engine engine) {
        Watch watch = new Watch(engine);
        watch.thread.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
        return watch;
    }

    /** A look that failed must not be the last one. */
    private void look() {
        try {
            lookAtAll();
        } catch (RuntimeException | OutOfMemoryError e) {
            OutOfMemory.ifMet(e);
            LOG.error("a look at Miroir's health failed", e);
        }
    }

    private void lookAtAll() {
        looks++;
        memory = memory == null ? new MemoryWatch() : memory;
        memory.look();
        if (!loop.beats()) {
            vitals.fail("Miroir's loop has not moved for " + LOOP_PATIENCE + " seconds", null);
        }
        if (!store.beats()) {
            vitals.fail("Miroir's store has taken no write for " + STORE_PATIENCE + " seconds", null);
        }
        Optional<String> now = vitals.shortage();
        if (now.isPresent() != shortage.isPresent()) {
            now.ifPresentOrElse(
                    lack -> LOG.error("{}; writes are refused", lack),
                    () -> LOG.info("Miroir's disk has room again; writes are taken"));
        }
        shortage = now;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
