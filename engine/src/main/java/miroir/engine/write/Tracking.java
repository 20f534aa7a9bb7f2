package miroir.engine.write;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids written to one shard since they were last taken, kept while a copy of the shard is being built. Ids are added
 * before their write is dispatched. Loop thread.
 */
public final class Tracking {
    private static final int MOST = 200_000;

    private Set<String> dirty = new LinkedHashSet<>();
    private boolean incomplete;

    void add(Collection<String> ids) {
        dirty.addAll(ids);
        if (dirty.size() > MOST) {
            lose();
        }
    }

    /** Some write's ids are not known: only a comparison of the whole shard helps. */
    void lose() {
        incomplete = true;
        dirty.clear();
    }

    /** Takes the ids out. */
    public Set<String> take() {
        Set<String> taken = dirty;
        dirty = new LinkedHashSet<>();
        return taken;
    }

    /** Gives ids back that were taken but not dealt with. */
    public void putBack(Collection<String> ids) {
        dirty.addAll(ids);
    }

    /** Whether an id was written since the last taking. */
    public boolean contains(String id) {
        return dirty.contains(id);
    }

    /** How many ids wait. */
    public int size() {
        return dirty.size();
    }

    /** Whether ids are missing. */
    public boolean incomplete() {
        return incomplete;
    }
}
