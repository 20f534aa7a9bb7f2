package miroir.engine.adopt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.record.IndexRecord;
import miroir.engine.store.StoredIndex;

/**
 * Decides for one index which copy of each shard is believed: one that was in sync as far as anybody remembers, and else the
 * best there is. Only that one serves; SYNC compares the others with it and brings them back.
 */
final class Believed {
    private final StoredIndex index;
    private final IndexRecord record;
    private final Map<NodeId, IndexRecord> byNode;
    private final Map<Place, VolumeFindings> volumes;
    private final Map<NodeId, GroupId> groups;
    private final Instant now;

    final List<Copy> copies = new ArrayList<>();
    final Set<Integer> believed = new TreeSet<>();
    final Set<Integer> older = new TreeSet<>();
    final Set<Integer> differing = new TreeSet<>();
    final Set<Integer> lost = new TreeSet<>();
    long documents;

    /** Where a volume of the index is. */
    record Place(NodeId node, int rank) {}

    /** How well a copy is known to have been whole, worst first. */
    private enum Standing {
        BEING_BUILT,
        NEVER_HEARD_OF,
        NOT_IN_SYNC,
        IN_SYNC_FOR_ITS_NODE,
        IN_SYNC
    }

    private record Candidate(Place place, Standing standing, long lastTask, long documents) {
        static final Comparator<Candidate> BEST = Comparator.comparing(Candidate::standing)
                .thenComparingLong(Candidate::lastTask)
                .thenComparingLong(Candidate::documents)
                .thenComparing(c -> c.place.node, Comparator.reverseOrder())
                .thenComparing(c -> c.place.rank, Comparator.reverseOrder());
    }

    Believed(
            IndexRecord record,
            Map<NodeId, IndexRecord> byNode,
            Map<Place, VolumeFindings> volumes,
            Map<NodeId, GroupId> groups,
            Instant now) {
        this.index = record.stored();
        this.record = record;
        this.byNode = byNode;
        this.volumes = volumes;
        this.groups = groups;
        this.now = now;
        for (int shard = 0; shard < index.shards(); shard++) {
            decide(shard);
        }
    }

    private void decide(int shard) {
        List<Candidate> candidates = candidates(shard);
        Candidate best = candidates.stream().max(Candidate.BEST).orElse(null);
        if (best == null) {
            lost.add(shard);
        } else {
            (best.standing == Standing.IN_SYNC ? believed : older).add(shard);
            documents += best.documents;
            if (candidates.stream().anyMatch(other -> other.documents != best.documents)) {
                differing.add(shard);
            }
            copies.add(copy(shard, best.place, CopyState.IN_SYNC, "adopted from the node"));
        }
        for (Copy known : record.copies()) {
            boolean taken = copies.stream().anyMatch(copy -> copy.shard() == shard && clash(copy, known));
            boolean left = known.state() == CopyState.LEAVING && best != null && best.standing == Standing.IN_SYNC;
            if (known.shard() == shard && !taken && !left && groups.containsKey(known.node())) {
                copies.add(copy(
                        shard,
                        new Place(known.node(), known.rank()),
                        CopyState.STALE,
                        "to be compared after adoption"));
            }
        }
        if (record.copies().isEmpty()) {
            // nobody remembers it: what is there is what was wanted
            candidates.stream()
                    .map(other -> copy(shard, other.place, CopyState.STALE, "to be compared after adoption"))
                    .filter(other -> copies.stream().noneMatch(copy -> copy.shard() == shard && clash(copy, other)))
                    .toList()
                    .forEach(copies::add);
        }
    }

    /** A shard has one copy on a node, and one of a rank in a group. */
    private boolean clash(Copy copy, Copy other) {
        return copy.node().equals(other.node())
                || (copy.group().equals(groups.get(other.node())) && copy.rank() == other.rank());
    }

    private Copy copy(int shard, Place place, CopyState state, String reason) {
        GroupId group = groups.getOrDefault(place.node, new GroupId(0));
        return new Copy(shard, place.node, group, place.rank, state, now, reason);
    }

    private List<Candidate> candidates(int shard) {
        List<Candidate> found = new ArrayList<>();
        volumes.forEach((place, volume) -> {
            Standing standing = standing(shard, place);
            long count = volume.documents().getOrDefault(shard, 0L);
            if (standing.compareTo(Standing.NOT_IN_SYNC) >= 0 || count > 0) {
                found.add(new Candidate(place, standing, volume.lastTask(), count));
            }
        });
        return found;
    }

    private Standing standing(int shard, Place place) {
        Optional<CopyState> latest = state(record, shard, place);
        IndexRecord own = byNode.get(place.node);
        Optional<CopyState> then = own == null ? Optional.empty() : state(own, shard, place);
        if (latest.filter(CopyState.IN_SYNC::equals).isPresent()) {
            return Standing.IN_SYNC;
        }
        if (then.filter(CopyState.IN_SYNC::equals).isPresent()) {
            return Standing.IN_SYNC_FOR_ITS_NODE;
        }
        if (latest.isEmpty() && then.isEmpty()) {
            return Standing.NEVER_HEARD_OF;
        }
        return latest.or(() -> then).filter(CopyState.SYNCING::equals).isPresent()
                ? Standing.BEING_BUILT
                : Standing.NOT_IN_SYNC;
    }

    private static Optional<CopyState> state(IndexRecord of, int shard, Place place) {
        return of.copies().stream()
                .filter(copy -> copy.shard() == shard && copy.node().equals(place.node) && copy.rank() == place.rank)
                .map(Copy::state)
                .findFirst();
    }

    /** The volumes of the index on the nodes: of several of one place the one that is remembered, or the newest. */
    static Map<Place, VolumeFindings> volumes(
            IndexId index, String clusterId, List<NodeFindings> nodes, Set<String> names) {
        Map<Place, VolumeFindings> found = new HashMap<>();
        for (NodeFindings node : nodes) {
            for (VolumeFindings volume : new TreeMap<>(node.volumes()).values()) {
                if (volume.parts().index().equals(index) && volume.parts().isOf(clusterId)) {
                    Place place = new Place(node.node().id(), volume.parts().rank());
                    found.merge(place, volume, (one, other) -> better(one, other, names));
                }
            }
        }
        return found;
    }

    private static VolumeFindings better(VolumeFindings one, VolumeFindings other, Set<String> names) {
        boolean known = names.contains(one.name());
        if (known != names.contains(other.name())) {
            return known ? one : other;
        }
        boolean emptier = one.documents().isEmpty() && !other.documents().isEmpty();
        boolean fuller = !one.documents().isEmpty() && other.documents().isEmpty();
        return !fuller && (emptier || other.parts().number() > one.parts().number()) ? other : one;
    }

    /** What the places of its copies are. */
    Set<Place> places() {
        Set<Place> places = new HashSet<>();
        copies.forEach(copy -> places.add(new Place(copy.node(), copy.rank())));
        return places;
    }
}
