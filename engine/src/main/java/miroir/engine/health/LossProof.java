package miroir.engine.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.NodeTaskPage;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a node lost its data, or was put back to an old state: it has to write something that nobody can have
 * written before, and the very answer that shows this must lack what the node once showed. No cache, no proxy and no cut
 * answer can do that. Loop thread.
 */
final class LossProof {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 200;

    private final Ports ports;
    private final Identities identities;
    private final NodeApi api;
    private final MarkerIndex markers;
    private final NodeTasks tasks;

    LossProof(Ports ports, Identities identities, NodeApi api, MarkerIndex markers, NodeTasks tasks) {
        this.ports = ports;
        this.identities = identities;
        this.api = api;
        this.markers = markers;
        this.tasks = tasks;
    }

    /** What came of it. */
    sealed interface Verdict {
        /**
         * What answers under the node's address has not got its data.
         *
         * @param sign the task in which it wrote the sign of life
         */
        record Lost(TaskRef sign) implements Verdict {}

        /**
         * It is the same node; tasks may have been deleted from its list.
         *
         * @param sign the task in which it wrote the sign of life
         */
        record Same(TaskRef sign) implements Verdict {}

        /** Nothing is certain. */
        record Open(String reason) implements Verdict {}
    }

    /** Never fails; completes on the loop. */
    CompletableFuture<Verdict> of(StoredNode stored) {
        NodeId node = stored.node().id();
        String nonce = Long.toHexString(ports.random().nextLong())
                + Long.toHexString(ports.random().nextLong());
        return markers.sign(node, nonce)
                .thenComposeAsync(
                        answer -> answer.said()
                                .map(sign -> ports.protocol().keeps(Safeguard.LOSS_PROOF)
                                        ? look(stored, sign, nonce, MOST_LOOKS)
                                        : CompletableFuture.<Verdict>completedFuture(new Verdict.Lost(sign)))
                                .orElseGet(() -> open(answer.trouble())),
                        ports.loop());
    }

    private CompletableFuture<Verdict> look(StoredNode stored, TaskRef sign, String nonce, int left) {
        TaskRef known = tasks.newest(stored.node().id());
        List<Long> uids = new ArrayList<>(List.of(sign.uid()));
        if (known != null && known.uid() != sign.uid()) {
            uids.add(known.uid());
        }
        return api.tasks(stored.node().id(), uids)
                .thenComposeAsync(
                        answer -> {
                            NodeTaskPage page = answer.said().orElse(null);
                            if (page == null || !page.shows(sign)) {
                                return open("does not show what it was just given");
                            }
                            NodeTask written = page.task(sign.uid()).orElseThrow();
                            if (!written.metadata().endsWith(nonce)) {
                                return open("does not show what it was just given");
                            }
                            if (!written.status().isFinal() && left > 0) {
                                return again(stored, sign, nonce, left);
                            }
                            return written.error() == null && written.status().isFinal()
                                    ? judge(stored, sign, nonce, known, page)
                                    : open("does not write");
                        },
                        ports.loop());
    }

    private CompletableFuture<Verdict> again(StoredNode stored, TaskRef sign, String nonce, int left) {
        CompletableFuture<Void> rest = new CompletableFuture<>();
        ports.loop().after(LOOK, () -> rest.complete(null));
        return rest.thenCompose(x -> look(stored, sign, nonce, left - 1));
    }

    private CompletableFuture<Verdict> judge(
            StoredNode stored, TaskRef sign, String nonce, @Nullable TaskRef known, NodeTaskPage page) {
        if (known != null && page.shows(known)) {
            return CompletableFuture.completedFuture(new Verdict.Same(sign));
        }
        return markers.read(stored.node().id())
                .thenApplyAsync(answer -> judge(stored, sign, nonce, known, page, answer), ports.loop());
    }

    private Verdict judge(
            StoredNode stored,
            TaskRef sign,
            String nonce,
            @Nullable TaskRef known,
            NodeTaskPage page,
            Answer<List<Marker>> answer) {
        List<Marker> found = answer.said().orElse(List.of());
        if (found.stream().noneMatch(marker -> marker.nonce().equals(nonce))) {
            return new Verdict.Open("does not show what it just wrote");
        }
        NodeId node = stored.node().id();
        Optional<NodeId> other = identities.other(node, found);
        if (other.isPresent()) {
            return new Verdict.Open("wrong node: " + other.get() + " answers under its address");
        }
        boolean marked = Identities.holds(found, node, stored.marker());
        // its list goes on behind what is missing from it: somebody deleted tasks there
        boolean pruned = known != null
                && sign.uid() > known.uid()
                && page.task(known.uid()).isEmpty();
        return marked && pruned ? new Verdict.Same(sign) : new Verdict.Lost(sign);
    }

    private static CompletableFuture<Verdict> open(String reason) {
        return CompletableFuture.completedFuture(new Verdict.Open(reason));
    }
}
