package miroir.engine.accept;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.api.ShardRemains;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Ports;
import miroir.engine.store.FormerLife;
import miroir.engine.store.StoredVolume;
import miroir.engine.store.TaskFilter;
import org.jspecify.annotations.Nullable;

/** Looks at what is left of shards, and asks their nodes. Loop thread. */
public final class Remains {
    private static final Set<Health> ASKED = EnumSet.of(Health.UP, Health.READONLY, Health.SUSPECT);
    /** Of a node that was not probed yet nothing is said. */
    private static final Set<Health> GONE = EnumSet.of(Health.DOWN, Health.RETURNING);

    private static final String ABSENT = "index_not_found";
    private static final List<TaskType> WRITES =
            List.of(TaskType.DOCUMENT_ADDITION_OR_UPDATE, TaskType.DOCUMENT_EDITION, TaskType.DOCUMENT_DELETION);

    private final Ports ports;
    private final Cluster cluster;
    private final CopyDocuments documents;

    public Remains(Ports ports, Cluster cluster, CopyDocuments documents) {
        this.ports = ports;
        this.cluster = cluster;
        this.documents = documents;
    }

    /** Shards of the index that nobody can read now, as far as is known without asking. */
    public List<Integer> lost(IndexEntry entry) {
        return IntStream.range(0, entry.routes().shards())
                .filter(shard -> entry.routes().of(shard).stream()
                        .noneMatch(copy -> copy.state() == CopyState.IN_SYNC
                                && !GONE.contains(health(copy.node()))
                                && entry.volumes()
                                        .find(copy.node(), copy.rank())
                                        .isPresent()))
                .boxed()
                .toList();
    }

    /** What is left of these shards. Never fails for what nodes say. */
    public CompletableFuture<List<ShardRemains>> of(IndexEntry entry, List<Integer> shards) {
        CompletableFuture<List<ShardRemains>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (int shard : shards) {
            all = all.thenComposeAsync(
                    found -> of(entry, shard).thenApply(one -> {
                        found.add(one);
                        return found;
                    }),
                    ports.loop());
        }
        return all;
    }

    private CompletableFuture<ShardRemains> of(IndexEntry entry, int shard) {
        List<CompletableFuture<Seen>> looks =
                entry.routes().of(shard).stream().map(copy -> look(entry, copy)).toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> remains(
                                entry,
                                shard,
                                looks.stream().map(CompletableFuture::join).toList()),
                        ports.loop());
    }

    /**
     * A copy, and what its node says of it.
     *
     * @param documents null: they cannot be counted
     * @param gone whether the node has nothing of it
     */
    private record Seen(Copy copy, @Nullable Long documents, boolean gone, long writesSince, String trouble) {}

    private CompletableFuture<Seen> look(IndexEntry entry, Copy copy) {
        CompletableFuture<Long> since = copy.state() == CopyState.IN_SYNC
                ? CompletableFuture.completedFuture(0L)
                : writesSince(entry.stored().uid(), copy.since());
        return since.thenComposeAsync(writes -> count(entry, copy, writes), ports.loop());
    }

    private CompletableFuture<Seen> count(IndexEntry entry, Copy copy, long writes) {
        Health health = health(copy.node());
        String away = ASKED.contains(health)
                ? ""
                : "node " + copy.node() + " is " + health.name().toLowerCase(Locale.ROOT);
        if (entry.volumes().find(copy.node(), copy.rank()).isEmpty()) {
            // what a node brought back has no name here: `adopt` alone knows what to make of it
            Long has = copy.reason().endsWith(FormerLife.PUT_BACK) ? null : Long.valueOf(0);
            return CompletableFuture.completedFuture(new Seen(copy, has, true, writes, away));
        }
        if (!away.isEmpty()) {
            return CompletableFuture.completedFuture(new Seen(copy, null, false, writes, away));
        }
        return documents.count(Place.of(entry, copy)).handle((count, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof NodeTrouble trouble && trouble.code().equals(ABSENT)) {
                return new Seen(copy, 0L, true, writes, "");
            }
            // what a volume refuses may be for its settings, which it gets before it is accepted
            boolean answered =
                    cause instanceof NodeTrouble trouble && !trouble.code().isEmpty();
            return cause == null
                    ? new Seen(copy, count, false, writes, "")
                    : new Seen(copy, null, false, writes, answered ? "" : String.valueOf(cause.getMessage()));
        });
    }

    private CompletableFuture<Long> writesSince(String uid, Instant since) {
        TaskFilter filter = new TaskFilter(
                1,
                null,
                false,
                null,
                null,
                WRITES,
                List.of(TaskStatus.SUCCEEDED),
                List.of(uid),
                null,
                null,
                null,
                null,
                null,
                since);
        return CompletableFuture.completedFuture(filter)
                .thenComposeAsync(
                        wanted -> cluster.read(store -> store.tasks(wanted).total()), ports.workers());
    }

    private ShardRemains remains(IndexEntry entry, int shard, List<Seen> seen) {
        List<String> inSync = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        List<ShardRemains.Candidate> candidates = new ArrayList<>();
        for (Seen one : seen) {
            Copy copy = one.copy;
            if (copy.state() == CopyState.IN_SYNC) {
                boolean lost = one.gone || GONE.contains(health(copy.node()));
                (lost ? unreadable : inSync).add(copy.node().value());
            } else if (isMember(copy.node())) {
                String trouble = one.trouble.isEmpty() && health(copy.node()) != Health.UP
                        ? "node " + copy.node() + " takes no writes"
                        : one.trouble;
                candidates.add(new ShardRemains.Candidate(
                        copy.node().value(),
                        copy.group().number(),
                        copy.rank(),
                        copy.state(),
                        copy.since(),
                        copy.reason(),
                        one.documents,
                        one.writesSince,
                        trouble));
            }
        }
        candidates.sort(
                Comparator.comparing((ShardRemains.Candidate c) -> !c.trouble().isEmpty())
                        .thenComparing(Remains::count, Comparator.reverseOrder())
                        .thenComparing(ShardRemains.Candidate::since, Comparator.reverseOrder())
                        .thenComparing(ShardRemains.Candidate::node));
        return new ShardRemains(
                shard, lastKnown(entry, shard), inSync, unreadable, mayReturn(entry, shard), List.copyOf(candidates));
    }

    private static long count(ShardRemains.Candidate candidate) {
        Long documents = candidate.documents();
        return documents == null ? -1 : documents;
    }

    private boolean isMember(NodeId node) {
        return cluster.latest()
                .topology()
                .node(node)
                .map(Node::wanted)
                .filter(wanted -> wanted != Lifecycle.REMOVED)
                .isPresent();
    }

    private Health health(NodeId node) {
        return cluster.current().node(node).observed();
    }

    /** By what nodes said of their copies in sync when they were last asked. */
    private @Nullable Long lastKnown(IndexEntry entry, int shard) {
        Long known = null;
        for (Copy copy : entry.routes().of(shard)) {
            NodeObservation seen = cluster.current().observed().get(copy.node());
            StoredVolume named = entry.volumes().find(copy.node(), copy.rank()).orElse(null);
            Map<Integer, Long> volume =
                    seen == null || named == null ? null : seen.volumes().get(named.name());
            if (copy.state() == CopyState.IN_SYNC && volume != null) {
                long count = volume.getOrDefault(shard, 0L);
                known = known == null ? count : Math.max(known, count);
            }
        }
        return known;
    }

    private List<String> mayReturn(IndexEntry entry, int shard) {
        long index = entry.stored().id().value();
        return cluster.latest().nodes().values().stream()
                .filter(node -> isMember(node.node().id()))
                .filter(node -> node.former().stream()
                        .flatMap(life -> life.copies().stream())
                        .anyMatch(last -> last.index() == index && last.shard() == shard))
                .map(node -> node.node().id().value())
                .toList();
    }

    /** What is left of a shard, asked right now; fails when a copy in sync is readable. */
    CompletableFuture<ShardRemains> lost(IndexEntry entry, int shard) {
        return of(entry, shard).thenApply(found -> {
            if (!found.inSync().isEmpty()) {
                throw new IllegalStateException(
                        "shard " + shard + " has a copy in sync on " + String.join(", ", found.inSync()));
            }
            return found;
        });
    }
}
