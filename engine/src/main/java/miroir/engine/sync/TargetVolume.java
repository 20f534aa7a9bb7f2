package miroir.engine.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.engine.copy.Place;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.error.ErrorCode;
import miroir.engine.settings.SameSettings;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.Change;
import miroir.engine.store.StoredVolume;
import miroir.engine.volume.VolumeWrite;
import miroir.engine.write.VolumeCalls;
import org.jspecify.annotations.Nullable;

/** The volume a copy is built in: made and set up when no copy in it is in sync yet. Loop thread. */
final class TargetVolume {
    private static final int CHUNK = 1000;
    private static final String BAD_PLACE = ErrorCode.INVALID_DOCUMENT_GEO_FIELD.wire();

    private final Sync sync;

    TargetVolume(Sync sync) {
        this.sync = sync;
    }

    /**
     * Makes the volume and gives it the index's settings. Volumes with copies in sync get every change of the index
     * through its lane; others get them here, while that lane stands still.
     */
    CompletableFuture<Void> prepare() {
        return hasMembers() ? correct() : HeldLane.during(sync, this::make).thenCompose(x -> dropForeign());
    }

    /** Puts the volume's settings right if they are no longer those of the source: they may have changed since. */
    CompletableFuture<Void> correct() {
        return agrees().thenCompose(same -> same ? Sync.done() : HeldLane.during(sync, this::set));
    }

    /** A node that was restored from an old backup also has what was moved away from it since. */
    private CompletableFuture<Void> dropForeign() {
        Place place = sync.targetPlace();
        List<Integer> known = sync.entry().routes().copies().stream()
                .filter(copy -> copy.node().equals(place.node()) && copy.rank() == sync.order.rank())
                .map(Copy::shard)
                .toList();
        return sync.context.documents().foreignIds(place, known).thenCompose(ids -> delete(place, ids));
    }

    private CompletableFuture<Void> delete(Place place, List<String> ids) {
        List<String> first = ids.subList(0, Math.min(ids.size(), CHUNK));
        return first.isEmpty()
                ? Sync.done()
                : sync.context
                        .documents()
                        .delete(place, first, sync.tag(), sync::targetPlace)
                        .thenCompose(x -> delete(place, ids.subList(first.size(), ids.size())));
    }

    private boolean hasMembers() {
        return sync.entry().routes().copies().stream()
                .anyMatch(copy -> copy.node().equals(sync.order.target())
                        && copy.rank() == sync.order.rank()
                        && copy.state() == CopyState.IN_SYNC);
    }

    private CompletableFuture<Void> make(HeldLane hold) {
        CompletableFuture<Void> clear =
                hasMembers() ? Sync.done() : leaveOther(sync.entry().stored().primaryKey());
        return clear.thenCompose(x -> set(hold));
    }

    private CompletableFuture<Void> set(HeldLane hold) {
        IndexEntry entry = sync.entry();
        CompletableFuture<Void> made = Sync.done();
        for (VolumeWrite call : VolumeCalls.creating(entry.stored())) {
            made = made.thenCompose(x -> perform(hold, sync.targetPlace().volume(), call));
        }
        return made.exceptionallyCompose(this::leaveUnfit)
                .thenCompose(x -> agrees())
                .thenCompose(same -> same ? Sync.done() : correctSource(hold, entry));
    }

    /** The target has what the catalogue says: then it is the source that drifted. */
    private CompletableFuture<Void> correctSource(HeldLane hold, IndexEntry entry) {
        return perform(
                hold,
                sync.sourcePlace().volume(),
                VolumeCalls.settings(entry.stored().settings()));
    }

    private CompletableFuture<Void> perform(HeldLane hold, Volume volume, VolumeWrite call) {
        hold.check();
        return sync.context.nodes().writer().perform(volume, call);
    }

    /** A volume left over with another primary key would refuse the documents: another one takes its place. */
    private CompletableFuture<Void> leaveOther(@Nullable String primaryKey) {
        Volume volume = sync.targetPlace().volume();
        String name = sync.entry().volumeUid(volume);
        return api().index(volume.node(), name)
                .thenComposeAsync(
                        answer -> {
                            String key =
                                    answer.said().map(NodeIndex::primaryKey).orElse(null);
                            return key == null || key.equals(primaryKey) ? Sync.done() : replace(volume);
                        },
                        sync.context.ports().loop());
    }

    /**
     * A volume whose old documents do not go with the settings would refuse them for ever: the next attempt takes another, or,
     * where others serve in it, begins without documents of the shard.
     */
    private CompletableFuture<Void> leaveUnfit(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        CompletableFuture<Void> failed = CompletableFuture.failedFuture(cause);
        if (!(cause instanceof NodeTrouble trouble) || !trouble.code().equals(BAD_PLACE)) {
            return failed;
        }
        Place place = sync.targetPlace();
        CompletableFuture<Void> left = hasMembers()
                ? sync.context.documents().ids(place, null).thenCompose(ids -> delete(place, ids))
                : replace(place.volume());
        return left.thenCompose(x -> failed);
    }

    private CompletableFuture<Void> replace(Volume volume) {
        IndexEntry entry = sync.entry();
        List<Change> changes = new ArrayList<>();
        StoredVolume named = sync.context.nodes().naming().fresh(entry.stored(), volume, changes);
        return sync.context.copies().name(entry, List.of(named), changes);
    }

    /** Waits until the node has done what it was told before: then what it lists does not change by itself. */
    CompletableFuture<Void> settle() {
        Volume volume = sync.targetPlace().volume();
        String name = sync.entry().volumeUid(volume);
        return sync.context.nodes().tasks().ended(volume.node(), task -> name.equals(task.indexUid()));
    }

    /** Whether both volumes have the same primary key and settings. */
    CompletableFuture<Boolean> agrees() {
        Volume source = sync.sourcePlace().volume();
        Volume target = sync.targetPlace().volume();
        CompletableFuture<Boolean> settings = settings(source).thenCombine(settings(target), SameSettings::test);
        CompletableFuture<Boolean> keys = key(source).thenCombine(key(target), TargetVolume::compatible);
        return settings.thenCombineAsync(
                keys, (a, b) -> a && b, sync.context.ports().loop());
    }

    private CompletableFuture<JsonNode> settings(Volume volume) {
        return api().settings(volume.node(), sync.entry().volumeUid(volume))
                .thenApply(answer -> NodeTrouble.unless(volume.node(), answer));
    }

    /** A volume that never saw a document may not have been told its key yet; each write tells it. */
    private CompletableFuture<Optional<String>> key(Volume volume) {
        return api().index(volume.node(), sync.entry().volumeUid(volume))
                .thenApply(answer -> Optional.ofNullable(
                        NodeTrouble.unless(volume.node(), answer).primaryKey()));
    }

    private static boolean compatible(Optional<String> a, Optional<String> b) {
        return a.equals(b) || a.isEmpty() || b.isEmpty();
    }

    private NodeApi api() {
        return sync.context.nodes().api();
    }
}
