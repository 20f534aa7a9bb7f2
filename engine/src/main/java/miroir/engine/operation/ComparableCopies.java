package miroir.engine.operation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;

/** Which copies of a shard can be compared now, and why others cannot. Any thread. */
record ComparableCopies(Cluster cluster) {
    /** Whether copies of some shard can be compared. */
    boolean any(IndexEntry entry) {
        return IntStream.range(0, entry.routes().shards())
                .anyMatch(shard -> of(entry, shard).size() > 1);
    }

    List<Copy> of(IndexEntry entry, int shard) {
        return entry.routes().of(shard).stream().filter(this::test).toList();
    }

    private boolean test(Copy copy) {
        return copy.state() == CopyState.IN_SYNC && health(copy) == Health.UP;
    }

    private Health health(Copy copy) {
        return cluster.current().node(copy.node()).observed();
    }

    /** Why there are not two of that shard. */
    String lack(IndexEntry entry, int shard) {
        List<Copy> wanted = entry.routes().of(shard).stream()
                .filter(copy -> copy.state() != CopyState.LEAVING)
                .toList();
        String out = wanted.stream().filter(copy -> !test(copy)).map(this::lack).collect(Collectors.joining(", "));
        return wanted.size() > 1 ? out : "there is only one copy" + (out.isEmpty() ? "" : ", and " + out);
    }

    private String lack(Copy copy) {
        return switch (copy.state()) {
            case IN_SYNC -> "node " + copy.node() + " is " + health(copy).name().toLowerCase(Locale.ROOT);
            case SYNCING -> "the copy on " + copy.node() + " is being built";
            case STALE, LEAVING -> "the copy on " + copy.node() + " is not in sync (" + copy.reason() + ")";
        };
    }
}
