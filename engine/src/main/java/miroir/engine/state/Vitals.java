package miroir.engine.state;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process can do its work. The first reason why it no longer can is kept, shown, and told to whoever ends the
 * process: an end that a supervisor sees is better than a process that hangs. Any thread.
 */
public final class Vitals {
    private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

    private final Room room;
    private final Consumer<String> end;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /**
     * Those of a process that works.
     *
     * @param room what its disk has left
     * @param end ends the process; called once, with the reason
     */
    public Vitals(Room room, Consumer<String> end) {
        this.room = room;
        this.end = end;
    }

    /** Those of a process that nobody ends and whose disk has room for everything. */
    public static Vitals lasting() {
        return new Vitals(Room.ENDLESS, reason -> {});
    }

    /** The process cannot do its work any more; all but the first reason are dropped. */
    public void fail(String reason, @Nullable Throwable cause) {
        if (failure.compareAndSet(null, reason)) {
            LOG.error("{}; Miroir can do its work no more and ends", reason, cause);
            end.accept(reason);
        }
    }

    /** Why it can do its work no more; empty: it can. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** What its disk lacks to take writes; empty: nothing. */
    public Optional<String> shortage() {
        return room.shortage();
    }

    /** Why it answers nothing or takes no writes for now or for good; empty: it does. */
    public Optional<String> trouble() {
        return failure().or(this::shortage);
    }

    /** Refuses a write of so many bytes that could not be kept. */
    public void requireRoom(long bytes) {
        failure().ifPresent(reason -> {
            throw new ApiException(ErrorCode.MIROIR_UNAVAILABLE, reason + "; nothing was stored.");
        });
        room.require(bytes);
    }
}
