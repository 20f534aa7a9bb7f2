package miroir.engine.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import miroir.core.time.Moment;
import miroir.core.topology.Health;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.TaskRef;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.state.VolumeNames;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import org.jspecify.annotations.Nullable;

/**
 * Keeps on every node what it takes to rebuild the catalogue from the nodes alone. Looks once a second whether something of
 * it changed, and writes only that; a node that is away gets it when it is back. Loop thread.
 */
public final class Recorder {
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** What a node has is asked for again from time to time: a late write may have put an older record there. */
    private static final Duration TRUSTED = Duration.ofMinutes(10);

    private static final Duration TROUBLED = Duration.ofSeconds(10);
    private static final int REQUEST_CHARACTERS = 4 << 20;

    private final Ports ports;
    private final Cluster cluster;
    private final RecordIndex records;
    private final Numbers numbers;
    private final Map<IndexId, Drawn> drawn = new HashMap<>();
    private final Map<NodeId, Known> known = new HashMap<>();
    private final Map<NodeId, Moment> notBefore = new HashMap<>();
    private final Set<NodeId> busy = new HashSet<>();
    /** What nodes are to remember, by document; its number is durable. */
    private TreeMap<String, RecordDocument> wanted = new TreeMap<>();

    private @Nullable Topology topology;
    private long written;
    private boolean writing;
    private boolean stopped;

    /** What is given next. */
    public record Numbers(LongSupplier index, LongSupplier volume, LongSupplier task) {}

    /** Goes on from that number. */
    public Recorder(Ports ports, Cluster cluster, NodeApi api, Numbers numbers, long written) {
        this.ports = ports;
        this.cluster = cluster;
        this.records = new RecordIndex(api, cluster.current().cluster().clusterId());
        this.numbers = numbers;
        this.written = written;
    }

    /** What a document was made of, and the document; times of writes are not worth a new one. */
    private record Drawn(Essence essence, RecordDocument document) {}

    private record Essence(
            String uid, @Nullable String primaryKey, String settings, int copies, long epoch, VolumeNames volumes) {
        static Essence of(IndexEntry entry) {
            return new Essence(
                    entry.stored().uid(),
                    entry.stored().primaryKey(),
                    entry.stored().settings(),
                    entry.stored().replicationFactor(),
                    entry.routes().epoch(),
                    entry.volumes());
        }
    }

    /** What a node has. */
    private static final class Known {
        private final Map<String, String> digests;
        private final Moment since;
        /** What it was found to have all of. */
        private @Nullable Map<String, RecordDocument> whole;

        Known(Map<String, String> digests, Moment since) {
            this.digests = digests;
            this.since = since;
        }
    }

    /** Looks from now on. */
    public void start() {
        ports.loop().after(EVERY, this::tick);
    }

    /** Looks no more. */
    public void stop() {
        ports.loop().execute(() -> stopped = true);
    }

    private void tick() {
        if (stopped || cluster.isClosed()) {
            return;
        }
        if (!writing) {
            draw(cluster.current().cluster());
        }
        for (Node node : cluster.current().cluster().topology().nodes()) {
            boolean well = cluster.current().node(node.id()).observed() == Health.UP;
            if (!well || node.wanted() == Lifecycle.REMOVED) {
                known.remove(node.id());
            } else if (!busy.contains(node.id()) && isDue(node.id())) {
                busy.add(node.id());
                Unattended.run(
                        bring(node.id()).whenCompleteAsync((done, failure) -> busy.remove(node.id()), ports.loop()),
                        "writing records on " + node.id());
            }
        }
        ports.loop().after(EVERY, this::tick);
    }

    private boolean isDue(NodeId node) {
        Moment after = notBefore.get(node);
        return after == null || !after.isAfter(ports.ticker().now());
    }

    private void draw(ClusterState state) {
        Map<IndexId, Drawn> next = new HashMap<>();
        boolean changed = !state.topology().equals(topology);
        for (IndexEntry entry : state.indexes().values()) {
            if (entry.phase() != IndexEntry.Phase.CREATING) {
                IndexId index = entry.stored().id();
                Drawn before = drawn.get(index);
                boolean same = before != null && before.essence.equals(Essence.of(entry));
                changed |= !same;
                next.put(index, same ? before : drawn(state.clusterId(), entry));
            }
        }
        if (changed || !next.keySet().equals(drawn.keySet())) {
            write(state, next);
        }
    }

    private Drawn drawn(String clusterId, IndexEntry entry) {
        IndexRecord record = new IndexRecord(
                entry.stored(),
                entry.routes().copies(),
                List.copyOf(entry.volumes().known().values()));
        return new Drawn(Essence.of(entry), RecordDocument.of(clusterId, written + 1, record));
    }

    /** The number is durable before any node hears of it: an older state is known by its lower one. */
    private void write(ClusterState state, Map<IndexId, Drawn> next) {
        long number = written + 1;
        ClusterRecord whole = new ClusterRecord(
                state.topology().version(),
                state.topology().replicationFactor(),
                state.topology().nodes(),
                next.keySet(),
                numbers.index.getAsLong(),
                numbers.volume.getAsLong(),
                numbers.task.getAsLong());
        TreeMap<String, RecordDocument> documents = new TreeMap<>();
        next.values().forEach(one -> documents.put(one.document.id(), one.document));
        RecordDocument first = RecordDocument.of(state.clusterId(), number, whole);
        documents.put(first.id(), first);
        writing = true;
        Unattended.run(
                cluster.write(List.of(new Change.PutMeta(Meta.WRITTEN, Long.toString(number))))
                        .whenCompleteAsync(
                                (done, failure) -> {
                                    writing = false;
                                    if (failure == null) {
                                        written = number;
                                        wanted = documents;
                                        topology = state.topology();
                                        drawn.clear();
                                        drawn.putAll(next);
                                    }
                                },
                                ports.loop()),
                "numbering a record");
    }

    private CompletableFuture<Void> bring(NodeId node) {
        Known has = known.get(node);
        Moment now = ports.ticker().now();
        if (has != null && has.since.plus(TRUSTED).isAfter(now)) {
            return bring(node, has);
        }
        return records.digests(node)
                .thenComposeAsync(
                        answer -> {
                            if (answer.said().isEmpty()) {
                                return later(node);
                            }
                            Known asked = new Known(new HashMap<>(answer.said().get()), now);
                            known.put(node, asked);
                            return bring(node, asked);
                        },
                        ports.loop());
    }

    private CompletableFuture<Void> bring(NodeId node, Known has) {
        if (has.whole == wanted) {
            return CompletableFuture.completedFuture(null);
        }
        List<RecordDocument> put = new ArrayList<>();
        int characters = 0;
        for (RecordDocument document : wanted.values()) {
            if (!document.digest().equals(has.digests.get(document.id())) && characters < REQUEST_CHARACTERS) {
                put.add(document);
                characters += document.record().length();
            }
        }
        if (!put.isEmpty()) {
            Map<String, String> then =
                    put.stream().collect(Collectors.toMap(RecordDocument::id, RecordDocument::digest));
            return records.put(node, put)
                    .thenComposeAsync(answer -> taken(node, answer, () -> has.digests.putAll(then)), ports.loop());
        }
        Set<String> gone = new HashSet<>(has.digests.keySet());
        gone.removeAll(wanted.keySet());
        if (gone.isEmpty() || wanted.isEmpty()) {
            has.whole = wanted;
            return CompletableFuture.completedFuture(null);
        }
        return records.drop(node, gone)
                .thenComposeAsync(
                        answer -> taken(node, answer, () -> has.digests.keySet().removeAll(gone)), ports.loop());
    }

    private CompletableFuture<Void> taken(NodeId node, Answer<TaskRef> answer, Runnable there) {
        if (answer.said().isEmpty()) {
            return later(node);
        }
        there.run();
        return CompletableFuture.completedFuture(null);
    }

    /** What the node has is not certain. */
    private CompletableFuture<Void> later(NodeId node) {
        known.remove(node);
        notBefore.put(node, ports.ticker().now().plus(TROUBLED));
        return CompletableFuture.completedFuture(null);
    }
}
