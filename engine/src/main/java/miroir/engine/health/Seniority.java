package miroir.engine.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.VolumeName;
import miroir.core.time.Moment;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.dialect.NodeTask;
import miroir.engine.record.RecordIndex;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Term;
import miroir.engine.state.Withheld;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredVolume;
import miroir.engine.task.CallTag;
import miroir.engine.volume.VolumeNaming;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a node has seen a newer state of this cluster than the store's: the store was put back, or another Miroir works
 * on a copy of it. Each node is asked before anything there counts, and its term with every probe. Loop thread.
 */
final class Seniority {
    private static final Duration WRITTEN_SOON = Duration.ofSeconds(5);

    private final Ports ports;
    private final Cluster cluster;
    private final NodeApi api;
    private final RecordIndex records;
    private final VolumeNaming naming;
    private final Beginning beginning;
    /** The store, as it was found, knew only volume names with lower numbers. */
    private final long firstVolume;

    private boolean strict;
    private @Nullable CompletableFuture<Void> remembered;
    private final Set<NodeId> asked = new HashSet<>();
    private final Set<NodeId> admitted = new HashSet<>();
    private final Map<NodeId, Moment> told = new HashMap<>();

    Seniority(Ports ports, Cluster cluster, NodeApi api, VolumeNaming naming, Beginning beginning) {
        this.ports = ports;
        this.cluster = cluster;
        this.api = api;
        this.records = new RecordIndex(api, cluster.current().cluster().clusterId());
        this.naming = naming;
        this.beginning = beginning;
        this.firstVolume = naming.nextNumber();
    }

    /** From now on an identity that this state knows nothing of tells of a newer one. */
    void knowsAllIdentities() {
        strict = true;
    }

    /** Whether what the node shows of terms lets this run go on; if not, it ends here and now. */
    boolean outranks(NodeId node, List<Marker> found) {
        String clusterId = cluster.latest().clusterId();
        if (strict && found.stream().anyMatch(marker -> isNews(node, marker))) {
            outdate(node + " has an identity that the store never gave it");
            return false;
        }
        Optional<Term> unknown = found.stream()
                .filter(marker -> marker.cluster().equals(clusterId) && marker.term() > 0)
                .map(marker -> new Term(marker.term(), marker.holder()))
                .filter(term -> !beginning.starts().include(term))
                .findFirst();
        unknown.ifPresent(other -> outranked(node, other.number()));
        return unknown.isEmpty();
    }

    /** Identities are written down before any node hears of them. */
    private boolean isNews(NodeId node, Marker marker) {
        StoredNode stored = cluster.latest().nodes().get(node);
        return marker.cluster().equals(cluster.latest().clusterId())
                && marker.node().equals(node.value())
                && !marker.marker().isEmpty()
                && stored != null
                && !marker.marker().equals(stored.marker())
                && stored.former().stream().noneMatch(life -> marker.marker().equals(life.marker()));
    }

    private void outranked(NodeId node, long number) {
        if (number == beginning.term().number()) {
            cluster.outdate(
                    Withheld.Kind.SHARED,
                    node + " has seen another start of Miroir that is number " + number
                            + ", as this one is: two processes run on copies of one state, or it was put back");
        } else if (number > beginning.term().number()) {
            outdate(node + " has seen a later start of Miroir (number " + number + ", this is "
                    + beginning.term().number() + ")");
        } else {
            outdate(node + " has seen a start of Miroir, number " + number + ", of which the store knows nothing");
        }
    }

    private void outdate(String reason) {
        cluster.outdate(Withheld.Kind.OUTDATED, reason);
    }

    /** Whether the node shows this run's own term. */
    boolean isTold(List<Marker> found) {
        String clusterId = cluster.latest().clusterId();
        return found.stream()
                .anyMatch(marker -> marker.cluster().equals(clusterId)
                        && beginning.term().equals(new Term(marker.term(), marker.holder())));
    }

    /** Whether the node may be told of this run's term now; it was not a moment ago. */
    boolean mayTell(NodeId node) {
        Moment now = ports.ticker().now();
        Moment last = told.get(node);
        if (last != null && last.plus(WRITTEN_SOON).isAfter(now)) {
            return false;
        }
        told.put(node, now);
        return true;
    }

    Term term() {
        return beginning.term();
    }

    /** Completes once a next start will know that nodes may have heard of this one. */
    CompletableFuture<Void> remembered() {
        if (remembered == null) {
            remembered = cluster.write(List.of(
                    new Change.PutMeta(Meta.TOLD, Long.toString(beginning.term().number()))));
        }
        return remembered;
    }

    /** The node's list shows a task that this run has not heard of before. */
    void heard(NodeId node, NodeTask task) {
        if (admitted.contains(node)) {
            return; // what comes from now on was sent by this run, or is judged as foreign
        }
        CallTag.of(task.metadata(), cluster.latest().clusterId())
                .filter(tag -> tag.last() >= beginning.nextTask())
                .ifPresent(tag -> outdate(node + " has done task " + tag.last()
                        + ", and the newest one in the store is " + (beginning.nextTask() - 1)));
    }

    /** The node proved itself, so its list was read to its end. */
    void admit(NodeId node) {
        admitted.add(node);
    }

    /** Whether the node said what it has; asks it once. */
    CompletableFuture<Boolean> ask(NodeId node) {
        return asked.contains(node)
                ? CompletableFuture.completedFuture(true)
                : api.indexes(node).thenComposeAsync(answer -> look(node, answer), ports.loop());
    }

    private CompletableFuture<Boolean> look(NodeId node, Answer<List<NodeIndex>> answer) {
        if (answer.said().isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        List<String> there = answer.said().get().stream().map(NodeIndex::uid).toList();
        look(node, there);
        if (!there.contains(VolumeName.RECORDS)) {
            asked.add(node);
            return CompletableFuture.completedFuture(true);
        }
        return records.written(node)
                .thenApplyAsync(
                        said -> {
                            said.said().ifPresent(written -> judge(node, written));
                            return said.said().isPresent() && asked.add(node);
                        },
                        ports.loop());
    }

    private void judge(NodeId node, long written) {
        if (written > beginning.written()) {
            outdate(node + " has record " + written + " of the catalogue, and the store's newest is "
                    + beginning.written());
        }
    }

    /** Numbers of names are written down before any node hears of them. */
    private void look(NodeId node, List<String> there) {
        List<VolumeName> newer = there.stream()
                .flatMap(name -> VolumeName.parse(name).stream())
                .filter(name -> name.isOf(cluster.latest().clusterId()) && name.number() >= firstVolume)
                .toList();
        for (VolumeName name : newer) {
            naming.skip(name.number());
            cluster.latest().indexes().values().stream()
                    .filter(entry -> entry.stored().id().equals(name.index()))
                    .filter(entry -> isGone(entry, node, name.rank(), there))
                    .findFirst()
                    .ifPresent(entry -> outdate(node + " calls a volume of "
                            + entry.stored().uid() + " by number " + name.number()
                            + ", and the store has given numbers below " + firstVolume));
        }
    }

    private static boolean isGone(IndexEntry entry, NodeId node, int rank, List<String> there) {
        Optional<StoredVolume> known = entry.volumes().find(node, rank);
        return known.isPresent()
                && !there.contains(known.get().name())
                && (known.get().next() == null || !there.contains(known.get().next()));
    }
}
