package miroir.engine.view;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.search.ReadCopies;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
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
import miroir.engine.state.LostShards;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Snapshot;

/** Draws the whole cluster: a pure function of a snapshot. */
public final class ClusterPainter {
    /** Where the console's help says what leads out of a loss. */
    private static final String WAYS_BACK = "ways-back";

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
    public static ClusterPicture paint(Snapshot snapshot, ReadCopies readCopies, Instant now) {
        return new ClusterPainter(snapshot, readCopies, now).paint();
    }

    private ClusterPicture paint() {
        List<NodePicture> nodes = present().map(this::node).toList();
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
                indexes);
    }

    /** Removed nodes are history. */
    private Stream<Node> present() {
        return snapshot.cluster().topology().nodes().stream().filter(node -> node.wanted() != Lifecycle.REMOVED);
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
                reason(node, copies, state, seen),
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

    private static String reason(Node node, int copies, NodeState state, NodeObservation seen) {
        if (drained(node.wanted(), copies)) {
            return "It is drained, and " + (state.observed() == Health.UP ? "answers." : "does not answer.");
        }
        return "It " + clause(state, seen) + ".";
    }

    /** What a node does, as a clause, with what the last probe met when it does not answer. */
    private static String clause(NodeState state, NodeObservation seen) {
        return seen.reason().isEmpty()
                        || state.observed() == Health.UP
                        || state.clause().endsWith(seen.reason())
                ? state.clause()
                : state.clause() + " (" + seen.reason() + ")";
    }

    private static ClusterStatus status(List<NodePicture> nodes, List<IndexPicture> indexes) {
        boolean anyReads = nodes.stream().anyMatch(ClusterPainter::reads);
        if (nodes.isEmpty() || !anyReads) {
            return ClusterStatus.UNAVAILABLE;
        }
        if (!indexes.isEmpty() && indexes.stream().allMatch(i -> dark(i) == i.shards())) {
            return ClusterStatus.UNAVAILABLE;
        }
        if (indexes.stream().anyMatch(i -> dark(i) > 0)) {
            return ClusterStatus.PARTIAL;
        }
        boolean whole = nodes.stream().allMatch(ClusterPainter::fine)
                && indexes.stream().allMatch(ClusterPainter::whole);
        return whole ? ClusterStatus.HEALTHY : ClusterStatus.DEGRADED;
    }

    /** A drained node may be off. */
    private static boolean fine(NodePicture node) {
        return node.health() == Health.UP || drained(node.wanted(), node.copies());
    }

    private static boolean drained(Lifecycle wanted, long copies) {
        return wanted == Lifecycle.DRAINING && copies == 0;
    }

    private static boolean whole(IndexPicture index) {
        return out(index) == 0;
    }

    /** Copies that lack: one that is built for a place where another still serves does not. */
    private static long out(IndexPicture index) {
        IndexPicture.CopyCounts copies = index.copies();
        long extra = index.shardPictures().stream()
                .mapToLong(shard -> extra(shard, index.replicationFactor()))
                .sum();
        return copies.unreachable() + copies.stale() + copies.missing() + copies.syncing() - extra;
    }

    private static long extra(ShardPicture shard, int replicationFactor) {
        return shard.copies().stream()
                .filter(copy -> copy.state() == CopyState.SYNCING)
                .filter(copy -> shard.copies().stream()
                                .filter(other -> other.serving() && other.group() == copy.group())
                                .count()
                        >= replicationFactor)
                .count();
    }

    /** Shards that no copy serves. */
    private static long dark(IndexPicture index) {
        return index.shardPictures().stream()
                .filter(shard -> shard.copies().stream().noneMatch(ShardPicture.CopyPicture::serving))
                .count();
    }

    private static String sentence(ClusterStatus status, List<NodePicture> nodes, List<IndexPicture> indexes) {
        return switch (status) {
            case HEALTHY -> {
                long up = nodes.stream().filter(n -> n.health() == Health.UP).count();
                String answers = up < nodes.size()
                        ? count(up, "node answers", "nodes answer") + ", the others are drained,"
                        : up == 1 ? "The one node answers" : "All " + up + " nodes answer";
                long copies = sum(indexes, i -> i.copies().serving());
                long more = sum(indexes, i -> i.copies().syncing());
                yield indexes.isEmpty()
                        ? answers + "; there is no index yet."
                        : answers + " and all " + count(copies, "copy serves", "copies serve")
                                + (more == 0 ? "." : "; " + count(more, "more is", "more are") + " being built.");
            }
            case DEGRADED -> "Every document is searchable, but " + lacks(nodes, indexes) + ".";
            case PARTIAL -> {
                long dark = indexes.stream().mapToLong(ClusterPainter::dark).sum();
                yield count(dark, "shard has", "shards have")
                        + " no serving copy: searches do not find their documents.";
            }
            case UNAVAILABLE -> unavailable(nodes);
        };
    }

    private static String unavailable(List<NodePicture> nodes) {
        if (nodes.isEmpty()) {
            return "No node is configured.";
        }
        if (nodes.stream().allMatch(n -> n.health() == Health.UNKNOWN)) {
            return "The nodes are being asked for the first time.";
        }
        return nodes.stream().anyMatch(ClusterPainter::reads)
                ? "No index can be searched: no copy of any shard serves."
                : "No node answers.";
    }

    private static boolean reads(NodePicture node) {
        return node.health() == Health.UP || node.health() == Health.SUSPECT;
    }

    /** What keeps a cluster that finds everything from being whole. */
    private static String lacks(List<NodePicture> nodes, List<IndexPicture> indexes) {
        List<String> ill =
                nodes.stream().filter(n -> !fine(n)).map(NodePicture::id).toList();
        long out = sum(indexes, ClusterPainter::out);
        List<String> lacks = new ArrayList<>();
        if (!ill.isEmpty()) {
            lacks.add(ill.size() == 1 ? ill.get(0) + " is not well" : ill.size() + " nodes are not well");
        }
        if (out > 0) {
            lacks.add(count(out, "copy does", "copies do") + " not serve");
        }
        return String.join(" and ", lacks);
    }

    private static long sum(List<IndexPicture> indexes, ToLongFunction<IndexPicture> of) {
        return indexes.stream().mapToLong(of).sum();
    }

    private static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    private List<Attention> attention(List<NodePicture> nodes, List<IndexPicture> indexes) {
        List<Attention> found = new ArrayList<>();
        for (IndexPicture index : indexes) {
            LostShards lost =
                    LostShards.of(requireNonNull(snapshot.cluster().indexes().get(index.uid())));
            if (!lost.shards().isEmpty()) {
                found.add(new Attention(Severity.ERROR, index.uid(), lost.sentence(index.uid()), WAYS_BACK));
            }
            long dark = dark(index) - lost.shards().size();
            if (dark > 0) {
                String message = count(dark, "shard of " + index.uid() + " has", "shards of " + index.uid() + " have")
                        + " no serving copy: searches do not find their documents.";
                found.add(new Attention(Severity.ERROR, index.uid(), message));
            }
        }
        nodes.forEach(node -> attention(node, found));
        for (IndexPicture index : indexes) {
            long stale = waiting(index);
            if (stale > 0) {
                String message = count(stale, "copy of " + index.uid() + " is", "copies of " + index.uid() + " are")
                        + " not in sync, so out of service until re-synced.";
                found.add(new Attention(Severity.WARNING, index.uid(), message));
            }
        }
        return found;
    }

    /** Copies out of sync that can be brought back from another one. */
    private static long waiting(IndexPicture index) {
        return index.shardPictures().stream()
                .filter(shard -> shard.copies().stream().anyMatch(copy -> copy.state() == CopyState.IN_SYNC))
                .flatMap(shard -> shard.copies().stream())
                .filter(copy -> copy.state() == CopyState.STALE)
                .count();
    }

    private static void attention(NodePicture node, List<Attention> found) {
        if (node.health() != Health.UP && node.health() != Health.UNKNOWN) {
            Severity severity =
                    fine(node) ? Severity.INFO : node.health() == Health.DOWN ? Severity.ERROR : Severity.WARNING;
            found.add(
                    new Attention(severity, node.id(), node.id() + node.reason().substring("It".length())));
        }
    }
}
