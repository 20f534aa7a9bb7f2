package miroir.engine.exchange;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Waits for the client of a request, and breaks off when it does not keep its {@link Pace}. */
final class Waiting implements Crowd.Member {
    private final Request request;
    /** The request's own, which it tells nobody when it has ended. */
    private final Components components;

    private final Crowd crowd;
    private final Pace pace;
    private final LongSupplier clock;
    private final String slow;
    private boolean on;
    private Scheduler.@Nullable Task look;

    /** What is said when the client is too slow. */
    Waiting(Request request, Crowd crowd, Pace pace, LongSupplier clock, String slow) {
        this.request = request;
        this.components = request.getComponents();
        this.crowd = crowd;
        this.pace = pace;
        this.clock = clock;
        this.slow = slow;
    }

    /** The wait begins; whether it takes time shows at {@link #lasts}. */
    synchronized void begin() {
        on = true;
        pace.begin(clock.getAsLong());
    }

    /** Unless it has ended meanwhile it takes time; until {@link #done} Miroir holds so many bytes for the client. */
    void lasts(long held) {
        synchronized (this) {
            if (!on) {
                return;
            }
            crowd.add(this, held);
        }
        crowd.makeRoom();
        lasts();
    }

    /** Unless it has ended meanwhile it takes time. */
    synchronized void lasts() {
        if (on && look == null) {
            look(pace.left(clock.getAsLong()));
        }
    }

    private void look(long delay) {
        look = components.getScheduler().schedule(this::look, delay, TimeUnit.NANOSECONDS);
    }

    private void look() {
        synchronized (this) {
            look = null;
            if (!on) {
                return;
            }
            long left = pace.left(clock.getAsLong());
            if (left > 0) {
                look(left);
                return;
            }
        }
        breakOff(slow);
    }

    /** The client sent or took so many bytes. */
    synchronized void end(long bytes) {
        if (on) {
            on = false;
            pace.progress(clock.getAsLong(), bytes);
            if (look != null) {
                look.cancel();
                look = null;
            }
        }
    }

    /** It is waited for no more, but so many bytes are held for it until {@link #done}; whether there is room for them. */
    boolean keeps(long held) {
        return crowd.keep(this, held);
    }

    /** Nothing is held for it any more. */
    synchronized void done() {
        end(0);
        crowd.remove(this);
    }

    @Override
    public void leave() {
        breakOff("Miroir waits for too many clients at a time.");
    }

    private void breakOff(String why) {
        components.getExecutor().execute(() -> {
            try {
                if (isOver()) {
                    return;
                }
                request.fail(new TimeoutException(why));
            } catch (RuntimeException e) {
                return; // it ended at this very moment
            }
        });
    }

    private synchronized boolean isOver() {
        return !on;
    }
}
