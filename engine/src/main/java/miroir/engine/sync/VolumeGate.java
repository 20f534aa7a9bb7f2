package miroir.engine.sync;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import miroir.core.placement.Volume;
import miroir.engine.state.Safeguard;

/** In which volumes copies may be built: what was sent there before must have arrived. Loop thread. */
final class VolumeGate {
    private final SyncContext context;
    private final Set<Volume> closed = new HashSet<>();
    private final Map<Volume, Instant> quietUntil = new HashMap<>();

    VolumeGate(SyncContext context) {
        this.context = context;
    }

    /** Closes a volume; false when it is closed already. */
    boolean close(Volume volume) {
        return closed.add(volume);
    }

    void open(Volume volume) {
        closed.remove(volume);
    }

    /** What an attempt, or a cleaning, that failed sent may arrive for a while. */
    void failed(Volume volume) {
        Instant now = now();
        quietUntil.values().removeIf(until -> until.isBefore(now));
        quietUntil.put(volume, now.plus(SyncContext.ZOMBIE_BOUND));
    }

    /** Whether nothing that was given up here, or sent by an earlier process, can still arrive there. */
    boolean isQuiet(Volume volume) {
        return !context.fence().isAfter(now())
                && !quietUntil.getOrDefault(volume, Instant.MIN).isAfter(now());
    }

    /** Whether a copy may be built there. */
    boolean isOpen(Volume volume) {
        return isQuiet(volume)
                && (!closed.contains(volume) || !context.ports().protocol().keeps(Safeguard.CLOSED_VOLUME));
    }

    private Instant now() {
        return context.ports().clock().instant();
    }
}
