package miroir.engine.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.search.PlanRequest;
import miroir.core.search.ReadCopies;
import miroir.core.search.ScatterPlan;
import miroir.core.search.SearchPlanner;
import miroir.core.search.VolumeAsk;
import miroir.core.topology.NodeId;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Snapshot;

/** Draws one index. */
final class IndexPainter {
    private final Snapshot snapshot;
    private final IndexEntry index;
    private final Map<Integer, List<Copy>> byShard = new HashMap<>();
    private final Set<Asked> asked = new HashSet<>();

    IndexPainter(Snapshot snapshot, IndexEntry index, ReadCopies readCopies) {
        this.snapshot = snapshot;
        this.index = index;
        index.routes()
                .copies()
                .forEach(copy -> byShard.computeIfAbsent(copy.shard(), s -> new ArrayList<>())
                        .add(copy));
        ScatterPlan plan = SearchPlanner.plan(new PlanRequest(
                index.routing(), node -> snapshot.node(node).preference(), readCopies, 0, Set.of(), null));
        for (VolumeAsk ask : plan.asks()) {
            ask.shards().forEach(shard -> asked.add(new Asked(ask.volume(), shard)));
        }
    }

    IndexPicture picture() {
        List<ShardPicture> shards = new ArrayList<>();
        for (int shard = 0; shard < index.routes().shards(); shard++) {
            shards.add(shard(shard));
        }
        long documents = shards.stream().anyMatch(s -> s.documents() < 0)
                ? -1
                : shards.stream().mapToLong(ShardPicture::documents).sum();
        var stored = index.stored();
        return new IndexPicture(
                stored.uid(),
                stored.primaryKey(),
                stored.shards(),
                stored.replicationFactor(),
                stored.placement().name().toLowerCase(java.util.Locale.ROOT),
                documents,
                stored.createdAt(),
                stored.updatedAt(),
                counts(shards),
                shards);
    }

    private ShardPicture shard(int shard) {
        List<Copy> copies = byShard.getOrDefault(shard, List.of());
        long documents = copies.stream()
                .filter(copy -> copy.state() == CopyState.IN_SYNC)
                .mapToLong(this::documents)
                .max()
                .orElse(-1);
        return new ShardPicture(
                shard, documents, copies.stream().map(this::copy).toList());
    }

    private ShardPicture.CopyPicture copy(Copy copy) {
        boolean reachable = snapshot.node(copy.node()).takesReads();
        boolean serving = copy.state() == CopyState.IN_SYNC && reachable;
        Volume volume = new Volume(copy.node(), index.stored().id(), copy.rank());
        String reason = copy.state() == CopyState.IN_SYNC && !reachable
                ? "node " + copy.node() + " does not answer"
                : copy.reason();
        return new ShardPicture.CopyPicture(
                copy.node().value(),
                copy.group().number(),
                copy.rank(),
                copy.state(),
                serving,
                serving && asked.contains(new Asked(volume, copy.shard())),
                copy.since(),
                reason);
    }

    /** Documents of one copy by the last statistics of its node; -1 when there are none. */
    long documents(Copy copy) {
        NodeObservation seen = snapshot.observed().get(copy.node());
        Map<Integer, Long> volume = seen == null ? null : seen.volumes().get(index.volumeUid(copy.node(), copy.rank()));
        return volume == null ? -1 : volume.getOrDefault(copy.shard(), 0L);
    }

    /** Documents of all copies on a node. */
    long documentsOn(NodeId node) {
        return index.routes().copies().stream()
                .filter(copy -> copy.node().equals(node))
                .mapToLong(copy -> Math.max(0, documents(copy)))
                .sum();
    }

    private IndexPicture.CopyCounts counts(List<ShardPicture> shards) {
        int serving = 0;
        int unreachable = 0;
        int syncing = 0;
        int stale = 0;
        for (ShardPicture shard : shards) {
            for (ShardPicture.CopyPicture copy : shard.copies()) {
                switch (copy.state()) {
                    case IN_SYNC -> {
                        serving += copy.serving() ? 1 : 0;
                        unreachable += copy.serving() ? 0 : 1;
                    }
                    case SYNCING -> syncing++;
                    case STALE -> stale++;
                    case LEAVING -> {}
                }
            }
        }
        int groups = snapshot.cluster().topology().groups().size();
        int wanted = index.stored().shards() * index.stored().replicationFactor() * Math.max(1, groups);
        int present = serving + unreachable + syncing + stale;
        return new IndexPicture.CopyCounts(serving, unreachable, syncing, stale, Math.max(0, wanted - present));
    }

    private record Asked(Volume volume, int shard) {}
}
