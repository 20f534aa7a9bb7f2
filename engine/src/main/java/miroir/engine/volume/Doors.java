package miroir.engine.volume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Volume;

/**
 * Counts what is on its way to each volume, and remembers whether something may still arrive there that was sent before. What
 * was sent and never answered may arrive at any time, minutes later; so may what an earlier process sent. Loop thread.
 */
public final class Doors {
    private final Map<Volume, Door> doors = new HashMap<>();

    private static final class Door {
        private int under;
        /** Whether all that was ever sent is known to have arrived, or never to arrive. */
        private boolean quiet;

        private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    }

    private Door door(Volume volume) {
        return doors.computeIfAbsent(volume, v -> new Door());
    }

    /** A request is about to be sent to the volume; it is ended once. */
    Passage pass(Volume volume) {
        Door door = door(volume);
        door.under++;
        return new Passage(door);
    }

    /** One request on its way to a volume. */
    public static final class Passage {
        private final Door door;
        private boolean over;

        private Passage(Door door) {
            this.door = door;
        }

        /**
         * The request has been answered, or was given up; only the first time counts.
         *
         * @param known whether it is known that it arrived, or that it never will
         */
        public void end(boolean known) {
            if (over) {
                return;
            }
            over = true;
            door.quiet &= known;
            if (--door.under == 0) {
                List<CompletableFuture<Void>> told = List.copyOf(door.waiting);
                door.waiting.clear();
                told.forEach(still -> still.complete(null));
            }
        }
    }

    /** Whether a request is on its way to the volume. */
    public boolean isPassed(Volume volume) {
        return door(volume).under > 0;
    }

    /** Completes when nothing is on its way to the volume. */
    CompletableFuture<Void> empty(Volume volume) {
        Door door = door(volume);
        CompletableFuture<Void> still = new CompletableFuture<>();
        if (door.under == 0) {
            still.complete(null);
        } else {
            door.waiting.add(still);
        }
        return still;
    }

    /** Whether nothing that was sent to the volume before can still arrive there. */
    public boolean isQuiet(Volume volume) {
        return door(volume).quiet;
    }

    /** Nothing was ever sent to the volume under its present name. */
    public void calm(Volume volume) {
        door(volume).quiet = true;
    }
}
