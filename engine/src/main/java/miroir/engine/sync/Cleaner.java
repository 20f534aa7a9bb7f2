package miroir.engine.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.time.Moment;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Readers;
import miroir.engine.state.Safeguard;
import miroir.engine.store.StoredVolume;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import miroir.engine.volume.CopyTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes copies that were superseded: once no search of before can still ask them, and a copy in sync has just proven
 * itself. The state LEAVING in the catalogue is the to-do list, so a restart simply goes on. Loop thread.
 */
public final class Cleaner {
    private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int CHUNK = 1000;

    private final Ports ports;
    private final Cluster cluster;
    private final CopyChanges copies;
    private final CopyDocuments documents;
    private final SyncPool pool;
    private final NodeAccess nodes;
    private final TaskService tasks;
    private final Readers readers;
    private final Set<Volume> busy = new HashSet<>();
    private final Map<Copy, Seen> seenAt = new HashMap<>();
    private boolean stopped;

    /** When a copy was first seen to be superseded. */
    private record Seen(long version, Moment moment) {}

    public Cleaner(
            Ports ports,
            Cluster cluster,
            SyncPool pool,
            CopyDocuments documents,
            NodeAccess nodes,
            TaskService tasks,
            Readers readers) {
        this.ports = ports;
        this.cluster = cluster;
        this.copies = new CopyChanges(cluster);
        this.documents = documents;
        this.pool = pool;
        this.nodes = nodes;
        this.tasks = tasks;
        this.readers = readers;
    }

    /** Looks for work now and from now on. */
    public void start() {
        ports.loop().execute(this::round);
    }

    /** Stops looking. */
    public void stop() {
        ports.loop().execute(() -> stopped = true);
    }

    private void round() {
        if (stopped) {
            return;
        }
        Set<Copy> leaving = new HashSet<>();
        for (IndexEntry entry : cluster.current().cluster().indexes().values()) {
            Map<Volume, List<Copy>> byVolume = new TreeMap<>();
            for (Copy copy : entry.routes().copies()) {
                if (copy.state() == CopyState.LEAVING) {
                    leaving.add(copy);
                    byVolume.computeIfAbsent(volume(entry, copy), v -> new ArrayList<>())
                            .add(copy);
                }
            }
            byVolume.forEach((volume, gone) -> clean(entry, volume, gone));
        }
        seenAt.keySet().retainAll(leaving);
        ports.loop().after(TICK, this::round);
    }

    private static Volume volume(IndexEntry entry, Copy copy) {
        return new Volume(copy.node(), entry.stored().id(), copy.rank());
    }

    private void clean(IndexEntry entry, Volume volume, List<Copy> leaving) {
        List<Copy> ready = leaving.stream()
                .filter(copy -> isServed(entry, copy.shard()))
                .filter(copy -> unread(copy) && !pool.isBuilt(volume, copy.shard()))
                .toList();
        boolean up = cluster.current().node(volume.node()).observed() == Health.UP;
        if (ready.isEmpty() || !up || busy.contains(volume)) {
            return;
        }
        List<Copy> held = entry.routes().copies().stream()
                .filter(c -> volume(entry, c).equals(volume))
                .toList();
        boolean others = held.size() > leaving.size();
        // the last copy of a shard stays, and with it the volume: the other shards' copies do not wait for it
        boolean stays = held.stream().anyMatch(c -> !isServed(entry, c.shard()));
        // an order for the volume waits until its superseded copies are gone
        boolean target = pool.isTarget(volume.node(), volume.index(), volume.rank());
        boolean whole = !others && ready.size() == leaving.size();
        if (!whole && !target && !stays && (!others || staysEmpty(volume))) {
            return;
        }
        busy.add(volume);
        CompletableFuture<Void> work = whole ? dropVolume(entry, volume, ready) : dropShards(entry, volume, ready);
        work.whenCompleteAsync(
                        (done, failure) -> {
                            busy.remove(volume);
                            if (failure != null) {
                                LOG.info("cleaning {} on {}: {}", volume.index(), volume.node(), failure.getMessage());
                            }
                        },
                        ports.loop())
                .exceptionally(failure -> null);
    }

    /** On a node that gives everything away, whole volumes go in the end: that is one task instead of thousands. */
    private boolean staysEmpty(Volume volume) {
        return cluster.latest()
                .topology()
                .node(volume.node())
                .map(Node::wanted)
                .filter(wanted -> wanted == Lifecycle.ACTIVE)
                .isEmpty();
    }

    /** Whether no search from a snapshot in which it served can be under way. */
    private boolean unread(Copy copy) {
        Moment now = ports.ticker().now();
        Seen seen = seenAt.computeIfAbsent(copy, c -> new Seen(cluster.current().version(), now));
        return !ports.protocol().keeps(Safeguard.READERS_FIRST)
                || (readers.noneBefore(seen.version) && !seen.moment.plus(GRACE).isAfter(now));
    }

    /** The volume is forgotten, with its name: what is left of it belongs to nothing and may be deleted at any time. */
    private CompletableFuture<Void> dropVolume(IndexEntry entry, Volume volume, List<Copy> leaving) {
        String name = entry.volumeUid(volume);
        return allProven(entry, leaving)
                .thenCompose(x -> copies.entry(volume.index())
                        .map(now -> copies.forget(
                                now, leaving, List.of(now.volumes().get(volume.node(), volume.rank()))))
                        .orElseGet(() -> CompletableFuture.completedFuture(null)))
                .thenCompose(x -> nodes.api().drop(volume.node(), name))
                .thenAccept(answer -> {
                    if (answer.said().isEmpty()) {
                        LOG.info("volume {} on {} stays for now: {}", name, volume.node(), answer.trouble());
                    }
                });
    }

    /** Unless the volume was just about to get another name: then it is there, but not under that one. */
    private Void absentIsFine(Throwable failure, StoredVolume named, Volume volume) {
        boolean absent = failure.getCause() instanceof NodeTrouble trouble
                && trouble.code().equals("index_not_found");
        boolean certain = named.next() == null
                && nodes.naming().find(volume).filter(named::equals).isPresent();
        if (absent && certain) {
            return null;
        }
        throw new CompletionException(failure);
    }

    private CompletableFuture<Void> dropShards(IndexEntry entry, Volume volume, List<Copy> leaving) {
        CompletableFuture<Void> all = nodes.fence().quiet(volume);
        for (Copy copy : leaving) {
            all = all.thenCompose(x -> allProven(entry, List.of(copy)))
                    .thenCompose(x -> nodes.tasks().ended(volume.node(), task -> isIn(volume, task)))
                    .thenCompose(x -> emptied(entry, copy, volume))
                    .thenCompose(x -> forget(entry, List.of(copy)));
        }
        return all;
    }

    private CompletableFuture<Void> emptied(IndexEntry entry, Copy copy, Volume volume) {
        StoredVolume named = nodes.naming().of(volume);
        return empty(Place.of(entry, copy)).exceptionally(failure -> absentIsFine(failure, named, volume));
    }

    private boolean isIn(Volume volume, NodeTask task) {
        return nodes.naming()
                .find(volume)
                .filter(named -> named.name().equals(task.indexUid()))
                .isPresent();
    }

    private String tag(Place place) {
        return new CopyTag(
                        CopyTag.CLEAN,
                        cluster.latest().clusterId(),
                        place.volume().index(),
                        place.shard())
                .text();
    }

    private CompletableFuture<Void> empty(Place place) {
        return documents.ids(place, null).thenCompose(ids -> {
            CompletableFuture<Void> deleted = CompletableFuture.completedFuture(null);
            for (int from = 0; from < ids.size(); from += CHUNK) {
                List<String> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
                deleted = deleted.thenCompose(
                        x -> documents.delete(place, chunk, tag(place), () -> requireLeaving(place)));
            }
            return ids.isEmpty() ? deleted : deleted.thenCompose(x -> empty(place));
        });
    }

    private void requireLeaving(Place place) {
        boolean leaves = copies.entry(place.volume().index())
                .flatMap(entry -> CopyChanges.copy(entry, place.shard(), place.node()))
                .filter(copy -> copy.state() == CopyState.LEAVING)
                .isPresent();
        if (!leaves) {
            throw new SyncCanceled("the copy does not leave any more");
        }
    }

    /** Each shard has another copy in sync on a node that proves right now that it has lost nothing. */
    private CompletableFuture<Void> allProven(IndexEntry entry, List<Copy> leaving) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Copy copy : leaving) {
            all = all.thenCompose(x -> proven(entry, copy));
        }
        return all;
    }

    private CompletableFuture<Void> proven(IndexEntry entry, Copy copy) {
        IndexEntry now = copies.entry(entry.stored().id()).orElseThrow(() -> new SyncCanceled("the index was deleted"));
        Copy other = inSync(now, copy.shard())
                .min(Comparator.comparing(c -> cluster.current().node(c.node()).preference()))
                .orElseThrow(() -> new SyncCanceled("shard " + copy.shard() + " has no copy in sync"));
        Volume volume = new Volume(other.node(), entry.stored().id(), other.rank());
        return nodes.watch().proves(other.node()).thenAccept(proven -> {
            boolean sure = proven && nodes.tasks().isSettledBut(volume, tasks::isOfOpen);
            if (!sure && ports.protocol().keeps(Safeguard.RECHECK_BEFORE_CLEANING)) {
                throw new NodeTrouble(other.node(), "does not prove its identity and its data", false);
            }
        });
    }

    private static boolean isServed(IndexEntry entry, int shard) {
        return inSync(entry, shard).findAny().isPresent();
    }

    private static Stream<Copy> inSync(IndexEntry entry, int shard) {
        return entry.routes().of(shard).stream().filter(c -> c.state() == CopyState.IN_SYNC);
    }

    private CompletableFuture<Void> forget(IndexEntry entry, List<Copy> gone) {
        return copies.entry(entry.stored().id())
                .map(now -> copies.apply(now, List.of(), gone, List.of()))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }
}
