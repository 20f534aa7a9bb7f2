package miroir.engine.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A share of the heap that work of one kind takes together, by estimate. What finds no room waits for its turn; what is
 * larger than all of it goes when nothing else does. Loop thread.
 */
public final class Allowance {
    private final long total;
    private final long least;
    private final List<Wish> line = new ArrayList<>();
    private final Set<Object> holders = new HashSet<>();
    private long taken;

    private record Wish(Object holder, long bytes, CompletableFuture<Share> granted) {}

    /**
     * So many bytes.
     *
     * @param least work that takes less waits for nobody
     */
    public Allowance(long total, long least) {
        this.total = total;
        this.least = least;
    }

    /** Completes as soon as there is room for so many bytes; until the share is closed they are taken. */
    public CompletableFuture<Share> take(long bytes) {
        return take(new Object(), bytes);
    }

    /** The same for a holder that has one share at a time, so that one that is slow does not end up with all of it. */
    public CompletableFuture<Share> take(Object holder, long bytes) {
        if (bytes < least) {
            return CompletableFuture.completedFuture(new Share(holder, 0));
        }
        Wish wish = new Wish(holder, bytes, new CompletableFuture<>());
        line.add(wish);
        serve();
        return wish.granted;
    }

    private void serve() {
        for (Wish next = next(); next != null; next = next()) {
            line.remove(next);
            holders.add(next.holder);
            taken += next.bytes;
            next.granted.complete(new Share(next.holder, next.bytes));
        }
    }

    /** The first whose holder has nothing, if there is room for it: nothing smaller goes before it. */
    private @Nullable Wish next() {
        return line.stream()
                .filter(wish -> !holders.contains(wish.holder))
                .findFirst()
                .filter(wish -> taken == 0 || wish.bytes <= total - taken)
                .orElse(null);
    }

    /** What one piece of work has. */
    public final class Share implements AutoCloseable {
        private final Object holder;
        private long bytes;

        private Share(Object holder, long bytes) {
            this.holder = holder;
            this.bytes = bytes;
        }

        /** Gives it back; a second time nothing happens. */
        @Override
        public void close() {
            if (bytes > 0) {
                taken -= bytes;
                bytes = 0;
                holders.remove(holder);
                serve();
            }
        }
    }
}
