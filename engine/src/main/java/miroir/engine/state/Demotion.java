package miroir.engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes copies out of the in-sync set, durably. Loop thread. */
public final class Demotion {
    private static final Logger LOG = LoggerFactory.getLogger(Demotion.class);

    private final CopyChanges copies;

    public Demotion(Cluster cluster) {
        this.copies = new CopyChanges(cluster);
    }

    /**
     * Marks the in-sync copies that match as stale. Completes on the loop once it is durable.
     *
     * @param lastToo also where no other copy of the shard is in sync: only for data that is certainly gone
     */
    public CompletableFuture<Void> demote(IndexId index, Predicate<Copy> which, boolean lastToo, Reason reason) {
        IndexEntry entry = copies.entry(index).orElse(null);
        if (entry == null) {
            return CompletableFuture.completedFuture(null);
        }
        List<Copy> stale = new ArrayList<>();
        for (Copy copy : entry.routes().copies()) {
            boolean hit = copy.state() == CopyState.IN_SYNC && which.test(copy);
            if (hit && (lastToo || anotherInSync(entry.routes(), copy, which))) {
                stale.add(CopyChanges.in(copy, CopyState.STALE, reason.at(), reason.text()));
            }
        }
        if (stale.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.warn("index {}: {} copies are stale: {}", entry.stored().uid(), stale.size(), reason.text());
        String what = count(stale) + " no longer in sync: " + reason.text();
        AuditRow row =
                AuditRow.of(reason.at(), "miroir", "demote", entry.stored().uid(), what);
        return copies.apply(entry, stale, List.of(), List.of(new Change.Audit(row)));
    }

    /** The copies by node: "node-a shards [1, 5]". */
    private static String count(List<Copy> stale) {
        SortedMap<NodeId, List<Integer>> byNode = new TreeMap<>();
        stale.forEach(copy ->
                byNode.computeIfAbsent(copy.node(), n -> new ArrayList<>()).add(copy.shard()));
        return byNode.entrySet().stream()
                .map(e -> e.getKey() + " shards " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Why and when. */
    public record Reason(String text, Instant at) {}

    private static boolean anotherInSync(RoutingTable routes, Copy copy, Predicate<Copy> which) {
        return routes.of(copy.shard()).stream()
                .anyMatch(other ->
                        !other.node().equals(copy.node()) && other.state() == CopyState.IN_SYNC && !which.test(other));
    }
}
