package miroir.engine.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.Cluster;
import miroir.engine.state.Demotion;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.StoredIndex;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import miroir.engine.volume.VolumeWrite;
import miroir.engine.write.VolumeCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a volume right that is not what the catalogue says: settings and the primary key of an empty volume in place, all else
 * by taking its copies out of the in-sync set, from where SYNC builds them anew. Only what is still so while nothing of the
 * index is under way is mended: before, it may have been a task's doing. Loop thread.
 */
final class Mending {
    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final String KEY_STAYS = "index_primary_key_already_exists";
    /** A node with a document whose place is none takes no settings at all. */
    private static final String BAD_PLACE = "invalid_document_geo_field";

    private final Ports ports;
    private final Cluster cluster;
    private final TaskService tasks;
    private final NodeAccess nodes;
    private final Look look;
    private final Demotion demotion;
    /** Volumes that cannot be mended because the last copies are in them, as was said once. */
    private final Set<Volume> hopeless = new HashSet<>();

    Mending(Ports ports, Cluster cluster, TaskService tasks, NodeAccess nodes, Look look) {
        this.ports = ports;
        this.cluster = cluster;
        this.tasks = tasks;
        this.nodes = nodes;
        this.look = look;
        this.demotion = new Demotion(cluster);
    }

    /** The volume is what the catalogue says. */
    void sound(Volume volume) {
        hopeless.remove(volume);
    }

    /** Whether nothing can be done but what was done before, because the last copies are in that volume. */
    boolean isHopeless(Volume volume, Finding found) {
        return hopeless.contains(volume)
                && !(found instanceof Finding.OtherSettings)
                && look.entry(volume).stream()
                        .flatMap(entry -> entry.routes().copies().stream()
                                .filter(copy -> isIn(volume, copy) && copy.state() == CopyState.IN_SYNC)
                                .flatMap(copy -> entry.routes().of(copy.shard()).stream()))
                        .noneMatch(other -> !isIn(volume, other) && other.state() == CopyState.IN_SYNC);
    }

    private static boolean isIn(Volume volume, Copy copy) {
        return copy.node().equals(volume.node()) && copy.rank() == volume.rank();
    }

    /** Mends what is still to be mended when no task of the index is under way. Fails when the node does not help. */
    CompletableFuture<Void> mend(Volume volume) {
        IndexEntry entry = look.entry(volume).orElse(null);
        return entry == null
                ? done()
                : tasks.fence(entry.stored().uid())
                        .thenComposeAsync(x -> look.at(volume), ports.loop())
                        .thenCompose(found -> found.isDrift() ? held(volume) : done());
    }

    private CompletableFuture<Void> held(Volume volume) {
        IndexEntry entry = look.entry(volume).orElseThrow();
        Object who = new Object();
        tasks.narrow(volume.index(), who, true);
        Hold hold = Hold.of(ports, tasks, entry.stored().uid());
        return hold.reached()
                .thenComposeAsync(x -> look.at(volume), ports.loop())
                .thenCompose(found -> {
                    if (hold.isOver() || !isStill(volume, entry.stored().uid())) {
                        throw new NodeTrouble(volume.node(), "the index does not come to rest", false);
                    }
                    return mend(hold, volume, found);
                })
                .whenCompleteAsync(
                        (done, failure) -> {
                            hold.release();
                            tasks.narrow(volume.index(), who, false);
                        },
                        ports.loop());
    }

    /** An index that got another name is not held by the lane of the former one. */
    private boolean isStill(Volume volume, String uid) {
        return look.entry(volume)
                .filter(entry -> entry.stored().uid().equals(uid))
                .isPresent();
    }

    private CompletableFuture<Void> mend(Hold hold, Volume volume, Finding found) {
        if (found instanceof Finding.OtherSettings other) {
            return other.isStranger() ? stranger(hold, volume, other) : settings(hold, volume, other);
        }
        if (found instanceof Finding.OtherKey other) {
            return key(hold, volume, other);
        }
        return found instanceof Finding.Gone ? gone(volume) : done();
    }

    /** The last copies are believed to have their documents, and get their settings again. */
    private CompletableFuture<Void> stranger(Hold hold, Volume volume, Finding.OtherSettings found) {
        return demotion.demote(
                        volume.index(),
                        copy -> isIn(volume, copy),
                        false,
                        new Demotion.Reason(
                                name(volume) + " is not as Miroir made it",
                                ports.clock().instant()))
                .thenComposeAsync(
                        x -> look.entry(volume).isPresent() ? settings(hold, volume, found) : done(), ports.loop());
    }

    /** What a node reads back as before, just given what it should have, is its own way to write it. */
    private CompletableFuture<Void> settings(Hold hold, Volume volume, Finding.OtherSettings found) {
        StoredIndex wanted = look.entry(volume).orElseThrow().stored();
        String before = "other settings: " + String.join(", ", found.names());
        return perform(hold, volume, VolumeCalls.settings(wanted.settings()))
                .thenCompose(x -> look.at(volume))
                .thenCompose(now -> {
                    JsonNode own = now instanceof Finding.OtherSettings still ? still.read() : null;
                    if (own != null && !hold.isOver()) {
                        look.accept(volume.index(), wanted.settings(), own);
                    }
                    return found.read().equals(own) ? done() : mended(volume, wanted, before, "given again");
                })
                .exceptionallyComposeAsync(
                        failure -> isRefusal(failure, BAD_PLACE)
                                ? demote(volume, "has a document that lets it take no settings")
                                : CompletableFuture.failedFuture(failure),
                        ports.loop());
    }

    private CompletableFuture<Void> key(Hold hold, Volume volume, Finding.OtherKey found) {
        StoredIndex wanted = look.entry(volume).orElseThrow().stored();
        String key = String.valueOf(wanted.primaryKey());
        return perform(hold, volume, VolumeCalls.primaryKey(key))
                .thenCompose(x -> mended(volume, wanted, "primary key " + found.key(), "primary key " + key))
                .exceptionallyComposeAsync(
                        failure -> isRefusal(failure, KEY_STAYS)
                                ? demote(volume, "has documents by the primary key " + found.key())
                                : CompletableFuture.failedFuture(failure),
                        ports.loop());
    }

    private static boolean isRefusal(Throwable failure, String code) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NodeTrouble trouble) {
                return trouble.code().equals(code);
            }
        }
        return false;
    }

    /** Only a node that proves itself is believed: another one, or one that lost all it had, is no matter of one volume. */
    private CompletableFuture<Void> gone(Volume volume) {
        return nodes.watch()
                .proves(volume.node())
                .thenComposeAsync(proven -> proven ? demote(volume, "is not there any more") : done(), ports.loop());
    }

    private CompletableFuture<Void> perform(Hold hold, Volume volume, VolumeWrite write) {
        return nodes.writer().perform(volume, write, () -> {
            if (hold.isOver()) {
                throw new NodeTrouble(volume.node(), "was not ready in time", false);
            }
        });
    }

    private CompletableFuture<Void> mended(Volume volume, StoredIndex index, String before, String after) {
        LOG.warn("index {}: {} had {}; {}", index.uid(), name(volume), before, after);
        return audit("mend drift", index.uid(), name(volume) + " had " + before, after);
    }

    private CompletableFuture<Void> demote(Volume volume, String what) {
        String uid = look.entry(volume).map(entry -> entry.stored().uid()).orElse("");
        String reason = name(volume) + " " + what;
        return demotion.demote(
                        volume.index(),
                        copy -> isIn(volume, copy),
                        false,
                        new Demotion.Reason(reason, ports.clock().instant()))
                .thenComposeAsync(
                        x -> {
                            if (look.entry(volume).isEmpty() || !hopeless.add(volume)) {
                                return done();
                            }
                            LOG.error("index {}: {}, and what it had is nowhere else", uid, reason);
                            return audit(
                                    "lost volume", uid, reason, "it had the last copies in sync; nothing was changed");
                        },
                        ports.loop());
    }

    private String name(Volume volume) {
        String name = nodes.naming().find(volume).map(named -> named.name()).orElse("");
        return "volume " + name + " of node " + volume.node();
    }

    private CompletableFuture<Void> audit(String what, String uid, String before, String after) {
        Instant now = ports.clock().instant();
        return cluster.write(List.of(new Change.Audit(new AuditRow(now, "miroir", what, uid, before, after, null))));
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
