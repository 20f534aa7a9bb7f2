package miroir.engine.adopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.VolumeName;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.TaskRef;
import miroir.engine.record.ClusterRecord;
import miroir.engine.record.IndexRecord;
import miroir.engine.state.Starts;
import miroir.engine.state.Term;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredState;
import miroir.engine.store.StoredVolume;
import org.jspecify.annotations.Nullable;

/** Rebuilds catalogue, topology and routing table from what was found on the nodes. Pure: the same findings, the same plan. */
public final class Adoption {
    /** Task numbers that are left out: a lost state may have given some that no node heard of. */
    private static final long MARGIN = 100;

    private final Findings findings;
    private final Known known;
    private final List<NodeFindings> nodes;
    private final Map<NodeId, GroupId> groups = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<AdoptionPlan.IndexLine> lines = new ArrayList<>();
    private final Map<String, IndexId> catalogue = new HashMap<>();
    private long nextVolume;
    private long nextIndex;

    private Adoption(Findings findings, Known known) {
        this.findings = findings;
        this.known = known;
        this.nodes = findings.nodes();
        nodes.forEach(node -> groups.put(node.node().id(), node.node().group()));
    }

    /** The plan; fails with {@link AdoptionException} when nothing can be made of the findings. */
    public static AdoptionPlan plan(Findings findings) {
        Known known = Roster.known(findings);
        Roster.requireAny(findings);
        return new Adoption(findings, known).plan();
    }

    private AdoptionPlan plan() {
        nextVolume = 1
                + Stream.concat(
                                known.cluster().stream().map(record -> record.nextVolume() - 1),
                                volumes().map(VolumeName::number))
                        .mapToLong(number -> number)
                        .max()
                        .orElse(0);
        nextIndex = 1
                + Stream.concat(
                                known.cluster().stream().map(record -> record.nextIndex() - 1),
                                volumes().map(name -> name.index().value()))
                        .mapToLong(number -> number)
                        .max()
                        .orElse(0);
        boolean keeps = keepsTasks();
        clear(keeps);
        nodes.forEach(node -> changes.add(new Change.PutNode(stored(node, keeps))));
        for (IndexId index : indexes()) {
            IndexRecord record = known.indexes().get(index);
            adopt(index, record);
        }
        numbers();
        StoredState old = known.old();
        List<AdoptionPlan.TaskLine> tasks =
                keeps || old == null ? List.of() : TaskFates.of(known, nodes, findings.left(), then(old), catalogue);
        notes.addAll(TaskFates.notes(tasks));
        changes.add(new Change.Audit(AuditRow.of(
                findings.now(),
                "cli",
                "adopt",
                known.clusterId(),
                lines.size() + " indexes, " + nodes.size() + " nodes")));
        return new AdoptionPlan(
                known.clusterId(), keeps, nodes.stream().map(this::line).toList(), lines, notes, tasks, changes);
    }

    private Stream<VolumeName> volumes() {
        return nodes.stream()
                .flatMap(node -> node.volumes().values().stream())
                .map(VolumeFindings::parts)
                .filter(parts -> parts.isOf(known.clusterId()));
    }

    /** Whether no node has seen anything that Miroir's own state does not know. */
    private boolean keepsTasks() {
        StoredState old = known.old();
        return old != null
                && Known.written(old) >= known.written()
                && nodes.stream()
                        .flatMap(node -> Stream.ofNullable(node.terms().get(known.clusterId())))
                        .allMatch(term -> isKnown(old, term))
                && old.nextTaskUid()
                        > nodes.stream().mapToLong(NodeFindings::lastTask).max().orElse(-1);
    }

    private static boolean isKnown(StoredState old, Term term) {
        Starts starts = Starts.of(old.meta().getOrDefault(Meta.STARTS, ""));
        return starts.known().isEmpty() ? number(old, Meta.TERM) >= term.number() : starts.include(term);
    }

    private static long number(StoredState old, String name) {
        return Long.parseLong(old.meta().getOrDefault(name, "0"));
    }

    /** What is kept of the old state is its tasks and its history. */
    private void clear(boolean keeps) {
        StoredState old = known.old();
        if (!keeps || old == null) {
            if (findings.old() != null) {
                notes.add("Miroir's own state is older than its nodes or of another cluster; it is put aside,"
                        + " and with it the list of its tasks.");
            }
            return;
        }
        Set<IndexId> wanted = indexes();
        for (StoredIndex index : old.indexes()) {
            if (!wanted.contains(index.id())) {
                changes.add(new Change.DropIndex(index.id()));
                if (isUnborn(index.id())) {
                    meta(Meta.creating(index.id()), "");
                }
            } else {
                changes.add(new Change.DropCopies(
                        index.id(), index.epoch(), old.copies().getOrDefault(index.id(), List.of())));
                changes.add(new Change.DropVolumes(index.id(), old.volumes().getOrDefault(index.id(), List.of())));
            }
        }
    }

    private Set<IndexId> indexes() {
        Set<IndexId> all = new TreeSet<>(Comparator.comparingLong(IndexId::value));
        known.cluster().ifPresent(record -> all.addAll(record.indexes()));
        all.addAll(known.indexes().keySet());
        volumes().forEach(name -> all.add(name.index()));
        all.removeIf(known::deleted);
        all.removeIf(this::isUnborn);
        return all;
    }

    /** Whether a task was just making it and not all of its volumes were there yet: that task goes on, and begins anew. */
    private boolean isUnborn(IndexId id) {
        StoredState old = known.old();
        IndexRecord record = known.indexes().get(id);
        String maker = old == null ? "" : old.meta().getOrDefault(Meta.creating(id), "");
        if (record == null
                || maker.isEmpty()
                || !nodes.stream().allMatch(NodeFindings::found)
                || findings.left().stream().noneMatch(task -> task.whole() && maker.equals("" + task.uid()))) {
            return false;
        }
        boolean givenLater = nodes.stream()
                .flatMap(node -> node.calls().calls().stream())
                .anyMatch(call -> call.index().equals(id) && call.last() > Long.parseLong(maker));
        Set<Believed.Place> there =
                Believed.volumes(id, known.clusterId(), nodes, Set.of()).keySet();
        return !givenLater
                && !record.copies().stream()
                        .allMatch(copy -> there.contains(new Believed.Place(copy.node(), copy.rank())));
    }

    private void adopt(IndexId id, @Nullable IndexRecord record) {
        Set<String> names = new HashSet<>();
        if (record != null) {
            record.volumes().forEach(volume -> {
                names.add(volume.name());
                names.add(String.valueOf(volume.next()));
            });
        }
        Map<Believed.Place, VolumeFindings> found = Believed.volumes(id, known.clusterId(), nodes, names);
        Optional<IndexRecord> catalogued = record == null
                ? Unremembered.guess(id, found.values(), findings.defaults(), findings.now())
                : Optional.of(record);
        if (catalogued.isEmpty()) {
            notes.add("Volumes of an index with the number " + id.value()
                    + " were found that nobody remembers and whose documents tell nothing; they are left alone.");
            return;
        }
        IndexRecord entry = unique(catalogued.get());
        Map<NodeId, IndexRecord> byNode = new HashMap<>();
        known.byNode().forEach((node, own) -> {
            IndexRecord one = own.get(id);
            if (one != null) {
                byNode.put(node, one);
            }
        });
        Believed chosen = new Believed(entry, byNode, found, groups, findings.now());
        StoredIndex index = entry.stored().withEpoch(entry.stored().epoch() + 1);
        changes.add(new Change.PutIndex(index));
        changes.add(new Change.PutCopies(id, index.epoch(), chosen.copies));
        changes.add(new Change.PutVolumes(id, named(entry, chosen, found)));
        lines.add(new AdoptionPlan.IndexLine(
                index.uid(),
                index.shards(),
                chosen.documents,
                chosen.believed,
                chosen.older,
                chosen.differing,
                chosen.lost,
                (int) chosen.copies.stream().filter(Adoption::isStale).count(),
                record != null));
    }

    /** The catalogue that tasks of that state were meant for. */
    private Map<String, IndexId> then(StoredState old) {
        Map<String, IndexId> then = new HashMap<>();
        old.indexes().stream()
                .filter(index -> !isUnborn(index.id()))
                .forEach(index -> then.put(index.uid(), index.id()));
        return then;
    }

    private static boolean isStale(Copy copy) {
        return copy.state() != CopyState.IN_SYNC;
    }

    private IndexRecord unique(IndexRecord record) {
        String uid = record.stored().uid();
        if (catalogue.putIfAbsent(uid, record.stored().id()) == null) {
            return record;
        }
        String other = uid + "-" + record.stored().id().value();
        catalogue.put(other, record.stored().id());
        notes.add("Two indexes are called " + uid + "; one of them becomes " + other + ".");
        return new IndexRecord(record.stored().withUid(other), record.copies(), record.volumes());
    }

    /** Each volume is about to be renamed: what was sent to it before may still arrive under the name it has. */
    private List<StoredVolume> named(IndexRecord record, Believed chosen, Map<Believed.Place, VolumeFindings> found) {
        List<StoredVolume> named = new ArrayList<>();
        chosen.places().stream()
                .sorted(Comparator.comparing(Believed.Place::node).thenComparingInt(Believed.Place::rank))
                .forEach(place -> {
                    VolumeFindings there = found.get(place);
                    if (there != null) {
                        String next = VolumeName.numbered(
                                record.stored().physicalUid(), place.rank(), known.clusterId(), nextVolume++);
                        named.add(new StoredVolume(place.node(), place.rank(), there.name(), next));
                    } else if (!isFound(place.node())) {
                        record.volumes().stream()
                                .filter(v -> v.node().equals(place.node()) && v.rank() == place.rank())
                                .forEach(named::add);
                    }
                });
        return named;
    }

    private boolean isFound(NodeId id) {
        return nodes.stream().anyMatch(node -> node.node().id().equals(id) && node.found());
    }

    private StoredNode stored(NodeFindings found, boolean keeps) {
        Node node = keeps ? found.node() : active(found.node());
        Optional<StoredNode> before = known.stored(node.id());
        // one that was found was reached by that key; null: by the cluster's
        String key = found.found() ? found.key() : before.map(StoredNode::key).orElse(found.key());
        TaskRef newest = found.newest();
        if (found.marker() != null && newest != null) {
            return new StoredNode(node, key, found.marker(), newest.uid(), newest.enqueuedAt(), List.of());
        }
        return before.filter(known -> !found.found())
                .map(known ->
                        new StoredNode(node, key, known.marker(), known.taskUid(), known.taskAt(), known.former()))
                .orElseGet(() -> new StoredNode(node, key, null, -1));
    }

    /** The operation that was to empty it, or to fill it, is lost. */
    private Node active(Node node) {
        if (node.wanted() == Lifecycle.DRAINING) {
            notes.add(node.id() + " was being drained; that has to be asked for again.");
        }
        return new Node(node.id(), node.group(), node.address(), Lifecycle.ACTIVE);
    }

    private void numbers() {
        Optional<ClusterRecord> cluster = known.cluster();
        StoredState old = known.old();
        long term = nodes.stream()
                .flatMap(node -> node.terms().values().stream())
                .mapToLong(Term::number)
                .max()
                .orElse(0);
        long task = nodes.stream().mapToLong(NodeFindings::lastTask).max().orElse(-1) + 1;
        task = Math.max(task, cluster.map(ClusterRecord::nextTask).orElse(0L));
        meta(Meta.CLUSTER_ID, known.clusterId());
        meta(Meta.TOPOLOGY_VERSION, cluster.map(ClusterRecord::topologyVersion).orElse(0L) + 1);
        meta(
                Meta.REPLICATION_FACTOR,
                cluster.map(ClusterRecord::replicationFactor)
                        .orElse(findings.defaults().replicationFactor()));
        meta(Meta.NEXT_INDEX_ID, nextIndex);
        meta(Meta.NEXT_VOLUME, nextVolume);
        meta(Meta.TERM, old == null ? term : Math.max(term, number(old, Meta.TERM)));
        meta(Meta.WRITTEN, known.written() + 1);
        changes.add(new Change.SkipTasks(Math.max(task, old == null ? 0 : old.nextTaskUid()) + MARGIN));
    }

    private void meta(String name, Object value) {
        changes.add(new Change.PutMeta(name, value.toString()));
    }

    private AdoptionPlan.NodeLine line(NodeFindings node) {
        List<VolumeFindings> ours = node.volumes().values().stream()
                .filter(volume -> volume.parts().isOf(known.clusterId()))
                .toList();
        long documents = ours.stream()
                .flatMap(volume -> volume.documents().values().stream())
                .mapToLong(count -> count)
                .sum();
        return new AdoptionPlan.NodeLine(
                node.node().id().value(),
                node.node().address().toString(),
                node.node().group().toString(),
                ours.size(),
                documents,
                node.trouble());
    }
}
