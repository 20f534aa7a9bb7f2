package miroir.engine.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;
import miroir.engine.copy.NodeCalls;
import miroir.engine.copy.Place;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.IndexEntry;
import miroir.engine.write.NodeCall;
import miroir.engine.write.VolumeCalls;
import org.jspecify.annotations.Nullable;

/** The volume a copy is built in: made and set up when no copy in it is in sync yet. Loop thread. */
final class TargetVolume {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CHUNK = 1000;

    private final Sync sync;

    TargetVolume(Sync sync) {
        this.sync = sync;
    }

    /**
     * Makes the volume and gives it the index's settings. Volumes with copies in sync get every change of the index
     * through its lane; others get them here, while that lane stands still.
     */
    CompletableFuture<Void> prepare() {
        if (hasMembers()) {
            return agrees().thenCompose(same -> same ? Sync.done() : HeldLane.during(sync, this::make));
        }
        return HeldLane.during(sync, this::make).thenCompose(x -> dropForeign());
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
                        .delete(place, first, sync.tag())
                        .thenCompose(x -> delete(place, ids.subList(first.size(), ids.size())));
    }

    private boolean hasMembers() {
        return sync.entry().routes().copies().stream()
                .anyMatch(copy -> copy.node().equals(sync.order.target())
                        && copy.rank() == sync.order.rank()
                        && copy.state() == CopyState.IN_SYNC);
    }

    private CompletableFuture<Void> make(HeldLane hold) {
        Place place = sync.targetPlace();
        IndexEntry entry = sync.entry();
        CompletableFuture<Void> clear =
                hasMembers() ? Sync.done() : dropOther(place, entry.stored().primaryKey());
        return clear.thenCompose(x -> {
                    CompletableFuture<Void> made = Sync.done();
                    for (NodeCall call : VolumeCalls.creating(place.volume(), entry.stored())) {
                        made = made.thenCompose(y -> perform(hold, place, call));
                    }
                    return made;
                })
                .thenCompose(x -> agrees())
                .thenCompose(same -> same ? Sync.done() : correctSource(hold, entry));
    }

    /** The target has what the catalogue says: then it is the source that drifted. */
    private CompletableFuture<Void> correctSource(HeldLane hold, IndexEntry entry) {
        Place source = sync.sourcePlace();
        return perform(hold, source, VolumeCalls.settings(source.volume(), entry.stored()));
    }

    private CompletableFuture<Void> perform(HeldLane hold, Place place, NodeCall call) {
        hold.check();
        return calls().perform(write(place.node(), call), call.tolerates());
    }

    /** A volume left over with another primary key would refuse the documents. */
    private CompletableFuture<Void> dropOther(Place place, @Nullable String primaryKey) {
        return calls().askJson(get(place.node(), place.path()))
                .thenApply(index -> index.path("primaryKey"))
                .exceptionally(absent -> NullNode.getInstance())
                .thenCompose(key -> key.isTextual() && !key.asText().equals(primaryKey)
                        ? calls().perform(
                                        new NodeCalls.Write(place.node(), "DELETE", place.path(), null, null),
                                        "index_not_found")
                        : Sync.done());
    }

    private static NodeCalls.Write write(NodeId node, NodeCall call) {
        var body = call.body();
        return new NodeCalls.Write(
                node, call.method(), call.path(), call.contentType(), body == null ? null : body.get());
    }

    /** Waits until the node has done what it was told before: then what it lists does not change by itself. */
    CompletableFuture<Void> settle() {
        return new PendingTasks(sync.context.ports(), calls(), sync.targetPlace()).ended();
    }

    /** Whether both volumes have the same primary key and settings. */
    CompletableFuture<Boolean> agrees() {
        Place source = sync.sourcePlace();
        Place target = sync.targetPlace();
        CompletableFuture<Boolean> settings = settings(source).thenCombine(settings(target), (a, b) -> a.equals(b));
        CompletableFuture<Boolean> keys = key(source).thenCombine(key(target), TargetVolume::compatible);
        return settings.thenCombine(keys, (a, b) -> a && b);
    }

    private CompletableFuture<JsonNode> settings(Place place) {
        return calls().askJson(get(place.node(), place.path() + "/settings"));
    }

    private CompletableFuture<JsonNode> key(Place place) {
        return calls().askJson(get(place.node(), place.path())).thenApply(index -> index.path("primaryKey"));
    }

    /** A volume that never saw a document may not have been told its key yet; each write tells it. */
    private static boolean compatible(JsonNode a, JsonNode b) {
        return a.equals(b) || a.isNull() || b.isNull();
    }

    private NodeCalls calls() {
        return sync.context.documents().calls();
    }

    private static NodeRequest get(NodeId node, String path) {
        return NodeRequest.get(node, path, TIMEOUT);
    }
}
