package miroir.engine.state;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which snapshots are being read from: what an old one points to is not deleted while it is in use. Any thread. */
public final class Readers {
    private final ConcurrentNavigableMap<Long, Integer> active = new ConcurrentSkipListMap<>();

    /** A read from a snapshot begins. */
    public void enter(long version) {
        active.merge(version, 1, Integer::sum);
    }

    /** It has ended. */
    public void leave(long version) {
        active.computeIfPresent(version, (v, readers) -> readers == 1 ? null : readers - 1);
    }

    /** Whether no read from a snapshot older than that version is under way. */
    public boolean noneBefore(long version) {
        return active.headMap(version).isEmpty();
    }
}
