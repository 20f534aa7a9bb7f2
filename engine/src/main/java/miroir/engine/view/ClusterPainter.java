package miroir.engine.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.search.ReadCopies;
import miroir.core.topology.Health;
import miroir.core.topology.Node;
import miroir.core.topology.NodeState;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.ClusterPicture.Attention;
import miroir.engine.api.ClusterPicture.Severity;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Snapshot;

/** Draws the whole cluster: a pure function of a snapshot and the number of tasks. */
public final class ClusterPainter {
    private final Snapshot snapshot;
    private final Instant now;
    private final Map<String, IndexPainter> painters = new TreeMap<>();

    private ClusterPainter(Snapshot snapshot, ReadCopies readCopies, Instant now) {
        this.snapshot = snapshot;
        this.now = now;
        for (IndexEntry entry : snapshot.cluster().indexes().values()) {
            if (entry.phase() == IndexEntry.Phase.READY) {
                painters.put(entry.stored().uid(), new IndexPainter(snapshot, entry, readCopies));
            }
        }
    }

    /** The picture of that snapshot. */
    public static ClusterPicture paint(
            Snapshot snapshot, ReadCopies readCopies, Instant now, int waiting, int running) {
        return new ClusterPainter(snapshot, readCopies, now).paint(waiting, running);
    }

    private ClusterPicture paint(int waiting, int running) {
        List<NodePicture> nodes =
                snapshot.cluster().topology().nodes().stream().map(this::node).toList();
        List<IndexPicture> indexes =
                painters.values().stream().map(IndexPainter::picture).toList();
        List<Attention> attention = attention(nodes, indexes);
        ClusterStatus status = status(nodes, indexes);
        return new ClusterPicture(
                now,
                snapshot.cluster().topology().version(),
                status,
                sentence(status, nodes, indexes),
                attention,
                snapshot.cluster().topology().replicationFactor(),
                nodes,
                indexes,
                waiting,
                running);
    }

    private NodePicture node(Node node) {
        NodeState state = snapshot.node(node.id());
        NodeObservation seen = snapshot.observed().getOrDefault(node.id(), NodeObservation.unknown(now));
        int indexes = 0;
        int copies = 0;
        int serving = 0;
        long documents = 0;
        for (IndexEntry entry : snapshot.cluster().indexes().values()) {
            List<Copy> here = entry.routes().copies().stream()
                    .filter(copy -> copy.node().equals(node.id()))
                    .toList();
            indexes += here.isEmpty() ? 0 : 1;
            copies += here.size();
            serving += state.takesReads()
                    ? (int) here.stream()
                            .filter(copy -> copy.state() == CopyState.IN_SYNC)
                            .count()
                    : 0;
            IndexPainter painter = painters.get(entry.stored().uid());
            documents += painter == null ? 0 : painter.documentsOn(node.id());
        }
        return new NodePicture(
                node.id().value(),
                node.address().toString(),
                node.group().number(),
                node.wanted(),
                state.status(),
                reason(state, seen),
                state.observed(),
                seen.since(),
                seen.lastSeen(),
                seen.version(),
                indexes,
                copies,
                serving,
                documents,
                seen.bytes());
    }

    private static String reason(NodeState state, NodeObservation seen) {
        return seen.reason().isEmpty() || state.observed() == Health.UP
                ? state.reason()
                : state.reason() + " Last probe: " + seen.reason() + ".";
    }

    private static ClusterStatus status(List<NodePicture> nodes, List<IndexPicture> indexes) {
        boolean anyReads = nodes.stream().anyMatch(n -> n.health() == Health.UP || n.health() == Health.SUSPECT);
        if (nodes.isEmpty() || !anyReads) {
            return ClusterStatus.UNAVAILABLE;
        }
        if (indexes.stream().anyMatch(i -> dark(i) > 0)) {
            return ClusterStatus.PARTIAL;
        }
        boolean whole = nodes.stream().allMatch(n -> n.health() == Health.UP)
                && indexes.stream().allMatch(ClusterPainter::whole);
        return whole ? ClusterStatus.HEALTHY : ClusterStatus.DEGRADED;
    }

    private static boolean whole(IndexPicture index) {
        IndexPicture.CopyCounts copies = index.copies();
        return copies.unreachable() + copies.stale() + copies.missing() + copies.syncing() == 0;
    }

    /** Shards that no copy serves. */
    private static long dark(IndexPicture index) {
        return index.shardPictures().stream()
                .filter(shard -> shard.copies().stream().noneMatch(ShardPicture.CopyPicture::serving))
                .count();
    }

    private static String sentence(ClusterStatus status, List<NodePicture> nodes, List<IndexPicture> indexes) {
        long copies = nodes.stream().mapToLong(NodePicture::copies).sum();
        long serving = nodes.stream().mapToLong(NodePicture::serving).sum();
        return switch (status) {
            case HEALTHY ->
                indexes.isEmpty()
                        ? "All " + nodes.size() + " nodes answer; there is no index yet."
                        : "All " + nodes.size() + " nodes answer and all " + copies + " copies serve.";
            case DEGRADED ->
                "All documents are searchable; " + (copies - serving) + " of " + copies + " copies do not serve.";
            case PARTIAL ->
                indexes.stream().mapToLong(ClusterPainter::dark).sum()
                        + " shards have no serving copy: their documents are not searchable.";
            case UNAVAILABLE -> nodes.isEmpty() ? "No node is configured." : "No node answers.";
        };
    }

    private static List<Attention> attention(List<NodePicture> nodes, List<IndexPicture> indexes) {
        List<Attention> found = new ArrayList<>();
        for (IndexPicture index : indexes) {
            long dark = dark(index);
            if (dark > 0) {
                found.add(new Attention(
                        Severity.ERROR, index.uid(), dark + " shards of " + index.uid() + " have no serving copy."));
            }
        }
        for (NodePicture node : nodes) {
            if (node.health() != Health.UP && node.health() != Health.UNKNOWN) {
                Severity severity = node.health() == Health.DOWN ? Severity.ERROR : Severity.WARNING;
                found.add(new Attention(severity, node.id(), node.id() + ": " + node.reason()));
            }
        }
        for (IndexPicture index : indexes) {
            int stale = index.copies().stale();
            if (stale > 0) {
                found.add(new Attention(
                        Severity.WARNING,
                        index.uid(),
                        stale + " copies of " + index.uid() + " missed writes and serve nothing."));
            }
        }
        return found;
    }
}
