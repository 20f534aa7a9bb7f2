package miroir.engine.volume;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import miroir.core.placement.Volume;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeError;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.Claim;
import miroir.engine.follow.NodeTasks;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.state.Unattended;
import miroir.engine.store.StoredVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes volumes quiet by renaming them on their nodes. The node carries the rename out behind everything that it took for the
 * volume before; what arrives under the old name afterwards finds no such index, or makes one that belongs to nothing. That
 * holds for a late rename, too. Loop thread.
 *
 * <pre>
 *   nobody passes, nothing is on its way -> next name durable -> renamed on the node -> name durable and published
 * </pre>
 */
public final class Fence {
    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    /** A node that has not renamed after so many looks is not well; whoever needs it tries again later. */
    private static final int MOST_LOOKS = 8;

    private static final String ABSENT = "index_not_found";

    private final Ports ports;
    private final NodeApi api;
    private final NodeTasks tasks;
    private final Doors doors;
    private final VolumeNaming naming;
    private final Function<NodeId, CompletableFuture<Boolean>> proof;
    private final Map<Volume, CompletableFuture<Void>> raising = new HashMap<>();
    /** Those whose next name was announced, but no node was told of it. */
    private final Set<Volume> untold = new HashSet<>();

    /**
     * Renames by way of these.
     *
     * @param proof whether who answers as a node proves right now that it is that one
     */
    public Fence(
            Ports ports,
            NodeApi api,
            NodeTasks tasks,
            Doors doors,
            VolumeNaming naming,
            Function<NodeId, CompletableFuture<Boolean>> proof) {
        this.ports = ports;
        this.api = api;
        this.tasks = tasks;
        this.doors = doors;
        this.naming = naming;
        this.proof = proof;
    }

    /**
     * Completes when the volume may be written to, under the name it has then; the passage is to be ended. Fails with {@link
     * NodeTrouble} when it is not certain which name the volume has.
     */
    public CompletableFuture<Doors.Passage> enter(Volume volume) {
        return raising.containsKey(volume) || naming.isRenaming(volume)
                ? raise(volume).thenComposeAsync(x -> enter(volume), ports.loop())
                : CompletableFuture.completedFuture(doors.pass(volume));
    }

    /**
     * Completes when nothing that was sent to the volume before can still arrive, at once when that is known; fails with
     * {@link NodeTrouble} when the node does not help.
     */
    public CompletableFuture<Void> quiet(Volume volume) {
        boolean known = doors.isQuiet(volume) && !raising.containsKey(volume) && !naming.isRenaming(volume);
        return known || !ports.protocol().keeps(Safeguard.FENCE)
                ? CompletableFuture.completedFuture(null)
                : raise(volume);
    }

    /** Whether nothing that was sent to the volume before can still arrive there. */
    public boolean isQuiet(Volume volume) {
        return doors.isQuiet(volume) || !ports.protocol().keeps(Safeguard.FENCE);
    }

    /** All who want it at the same time share one. */
    private CompletableFuture<Void> raise(Volume volume) {
        CompletableFuture<Void> under = raising.get(volume);
        if (under != null) {
            return under;
        }
        CompletableFuture<Void> raised = new CompletableFuture<>();
        raising.put(volume, raised);
        CompletableFuture<Void> renamed = doors.empty(volume)
                .thenComposeAsync(
                        x -> {
                            if (!naming.isRenaming(volume)) {
                                untold.add(volume);
                            }
                            return naming.announce(volume);
                        },
                        ports.loop())
                .thenComposeAsync(
                        named -> rename(new Renaming(volume, named, false), 0)
                                .thenCompose(x -> naming.settle(volume, named(volume))),
                        ports.loop());
        Unattended.run(
                renamed.handleAsync(
                        (done, failure) -> {
                            raising.remove(volume);
                            if (failure == null) {
                                doors.calm(volume);
                                raised.complete(null);
                            } else {
                                raised.completeExceptionally(failure);
                            }
                            return null;
                        },
                        ports.loop()),
                "renaming " + volume);
        return raised;
    }

    /**
     * A volume, and the names it has meanwhile.
     *
     * @param missed whether it was under neither of them once: it may have been renamed just between the two looks
     */
    private record Renaming(Volume volume, StoredVolume named, boolean missed) {
        Renaming again() {
            return new Renaming(volume, named, true);
        }

        NodeId node() {
            return volume.node();
        }
    }

    private StoredVolume named(Volume volume) {
        return naming.find(volume)
                .orElseThrow(() -> new NodeTrouble(volume.node(), "has lost volume " + volume, false));
    }

    /** A node that has lost its data has no such volume any more. */
    private StoredVolume current(Volume volume, StoredVolume named) {
        if (!naming.find(volume).filter(named::equals).isPresent()) {
            throw new NodeTrouble(volume.node(), "has no volume " + named.name() + " any more", false);
        }
        return named;
    }

    private CompletableFuture<Void> rename(Renaming of, int looks) {
        String next = String.valueOf(current(of.volume, of.named).next());
        if (looks >= MOST_LOOKS) {
            throw new NodeTrouble(of.node(), "does not rename " + of.named.name(), true);
        }
        return api.index(of.node(), next).thenCompose(answer -> {
            if (answer.said().isPresent() && untold.contains(of.volume)) {
                // somebody else has made an index of that name
                return naming.renumber(of.volume)
                        .thenComposeAsync(
                                named -> rename(new Renaming(of.volume, named, false), looks + 1), ports.loop());
            }
            if (answer.said().isPresent()) {
                return certain(of, next)
                        .thenComposeAsync(
                                is -> is ? CompletableFuture.<Void>completedFuture(null) : later(of, looks),
                                ports.loop());
            }
            return answer.refusedWith(ABSENT) ? send(of, looks) : later(of, looks);
        });
    }

    /** Whether the volume is under that name on its own node: another one at its address can be told to rename, too. */
    private CompletableFuture<Boolean> certain(Renaming of, String next) {
        return proof.apply(of.node())
                .thenCompose(before -> api.index(of.node(), next)
                        .thenCompose(answer -> proof.apply(of.node())
                                .thenApply(after ->
                                        before && after && answer.said().isPresent())));
    }

    private CompletableFuture<Void> send(Renaming of, int looks) {
        StoredVolume named = current(of.volume, of.named);
        byte[] body = ("{\"uid\":\"" + named.next() + "\"}").getBytes(StandardCharsets.UTF_8);
        NodeRequest request = NodeRequest.json(of.node(), "PATCH", "/indexes/" + named.name(), body, TIMEOUT)
                .as(Purpose.COPY);
        untold.remove(of.volume);
        LOG.info("volume {} on {} becomes {}", named.name(), of.node(), named.next());
        return api.take(request)
                .thenCompose(answer ->
                        answer.said().map(ref -> ended(of, ref, looks)).orElseGet(() -> later(of, looks)));
    }

    private CompletableFuture<Void> ended(Renaming of, TaskRef ref, int looks) {
        Claim claim = tasks.claim(of.node(), ref);
        return claim.ended().thenCompose(state -> {
            claim.release();
            // tasks run in their order: what was to be made under the old name would be there
            NodeError error =
                    state instanceof Claim.State.Shown shown ? shown.task().error() : null;
            boolean absent = error != null && error.code().equals(ABSENT);
            if (!absent) {
                return error == null ? rename(of, looks + 1) : later(of, looks);
            }
            if (!naming.serves(of.volume)) {
                return CompletableFuture.completedFuture(null);
            }
            return of.missed ? missing(of, looks) : rename(of.again(), looks + 1);
        });
    }

    /** The node has the volume under neither name: somebody deleted it there, or renamed it. */
    private CompletableFuture<Void> missing(Renaming of, int looks) {
        return naming.missing(of.volume, ports.clock().instant())
                .thenComposeAsync(
                        x -> naming.serves(of.volume) ? later(of, looks) : CompletableFuture.completedFuture(null),
                        ports.loop());
    }

    private CompletableFuture<Void> later(Renaming of, int looks) {
        CompletableFuture<Void> rest = new CompletableFuture<>();
        ports.loop().after(LOOK_AGAIN.multipliedBy(1L << looks), () -> rest.complete(null));
        return rest.thenCompose(x -> rename(of, looks + 1));
    }
}
