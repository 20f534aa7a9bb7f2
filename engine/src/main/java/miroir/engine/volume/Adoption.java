package miroir.engine.volume;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Volume;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from nodes what a store does not know that was put back to an older state: the names that volumes were given since.
 * Each node is asked once, when it proves itself for the first time. Loop thread.
 */
public final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final Cluster cluster;
    private final NodeApi api;
    private final VolumeNaming naming;
    private final Set<NodeId> asked = new HashSet<>();
    /** The store, as it was found, knew only names with lower numbers. */
    private final long first;

    public Adoption(Cluster cluster, NodeApi api, VolumeNaming naming) {
        this.cluster = cluster;
        this.api = api;
        this.naming = naming;
        this.first = naming.nextNumber();
    }

    /** Whether the node said what it has; then its volumes have the names they have there. */
    public CompletableFuture<Boolean> of(NodeId node) {
        return asked.contains(node)
                ? CompletableFuture.completedFuture(true)
                : api.indexes(node).thenCompose(answer -> take(node, answer));
    }

    private CompletableFuture<Boolean> take(NodeId node, Answer<List<NodeIndex>> answer) {
        if (answer.said().isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        List<String> there = answer.said().get().stream().map(NodeIndex::uid).toList();
        List<VolumeName> newer = there.stream()
                .flatMap(name -> VolumeName.parse(name).stream())
                .filter(name -> name.isOf(cluster.latest().clusterId()) && name.number() >= first)
                .toList();
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        if (!newer.isEmpty()) {
            naming.skip(newer.stream().mapToLong(VolumeName::number).max().orElseThrow());
            for (IndexEntry entry : List.copyOf(cluster.latest().indexes().values())) {
                for (StoredVolume known : entry.volumes().known().values()) {
                    Optional<String> name = successor(node, entry, known, there);
                    if (name.isPresent()) {
                        done = done.thenCompose(x -> adopt(entry, known, name.get()));
                    }
                }
            }
        }
        return done.thenApply(x -> asked.add(node) || asked.contains(node));
    }

    /** What the volume was renamed to, when the node has it no longer by the name that is known. */
    private Optional<String> successor(NodeId node, IndexEntry entry, StoredVolume known, List<String> there) {
        boolean gone = known.node().equals(node)
                && !there.contains(known.name())
                && (known.next() == null || !there.contains(known.next()));
        return there.stream()
                .filter(name -> gone
                        && VolumeName.parse(name)
                                .filter(parts -> parts.number() >= first
                                        && parts.rank() == known.rank()
                                        && parts.index().equals(entry.stored().id()))
                                .isPresent())
                .max(Comparator.comparingLong(
                        name -> VolumeName.parse(name).orElseThrow().number()));
    }

    private CompletableFuture<Void> adopt(IndexEntry entry, StoredVolume known, String name) {
        LOG.warn(
                "volume {} on {} is called {} there: the store is older than the node",
                known.name(),
                known.node(),
                name);
        return naming.settle(new Volume(known.node(), entry.stored().id(), known.rank()), known.renaming(name));
    }
}
