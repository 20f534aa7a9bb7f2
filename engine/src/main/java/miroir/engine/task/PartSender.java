package miroir.engine.task;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import miroir.core.placement.Volume;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeError;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.Claim;
import miroir.engine.follow.NodeTasks;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.volume.Doors;
import miroir.engine.volume.VolumeWrite;
import miroir.engine.write.NodeCall;
import miroir.engine.write.Work;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one part in order. A call is taken when the node's own task list shows it. One whose answer was lost is
 * not sent again before nothing can arrive of it any more and the list was searched for it. Loop thread.
 */
final class PartSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration QUICK_RETRY = Duration.ofMillis(200);
    private static final Duration FIRST_PROBE = Duration.ofMillis(100);

    private final Ports ports;
    private final Cluster cluster;
    private final NodeAccess nodes;

    PartSender(Ports ports, Cluster cluster, NodeAccess nodes) {
        this.ports = ports;
        this.cluster = cluster;
        this.nodes = nodes;
    }

    /** One call of a part that is being dispatched, and who hears when the part has come to rest. */
    private record Sending(
            RunningTask task,
            PartRun part,
            int turn,
            int index,
            @Nullable CallTag tag,
            Runnable then) {
        Volume volume() {
            return part.part.volume();
        }

        NodeCall call() {
            return part.part.calls().get(index);
        }

        /** Whether the part has come to rest since, or is being sent anew. */
        boolean isOver() {
            return part.state != PartRun.State.SENDING || part.turn != turn;
        }

        /** Whether what was sent before must not arrive after this any more; what deletes a volume may come twice. */
        boolean needsQuiet() {
            return !(task.work.effect() instanceof Work.Effect.Drop);
        }
    }

    /** Sends what has not been sent; afterwards the part is ACCEPTED, FAILED or TROUBLED, and {@code then} runs. */
    void send(RunningTask task, PartRun part, Runnable then) {
        if (part.state != PartRun.State.SENDING) {
            return;
        }
        InSync inSync = InSync.of(cluster.latest(), part.part.volume().index());
        boolean any = inSync.testAny(part.part);
        if (any) {
            part.narrow(inSync);
        }
        int index = part.next();
        if (index == part.calls.size()) {
            part.state = PartRun.State.ACCEPTED;
            then.run();
        } else if (nodes.watch().down(part.part.volume().node())) {
            trouble(part, "the node is down", then);
        } else if (!nodes.watch().known(part.part.volume().node())) {
            ports.loop().after(FIRST_PROBE, () -> send(task, part, then));
        } else if (!any) {
            trouble(part, "its copies are no longer in sync", then);
        } else {
            Integer number = part.part.calls().get(index).tag();
            CallTag tag = number == null ? null : tag(task, part, number);
            Sending sending = new Sending(task, part, part.turn, index, tag, then);
            if (part.maybeSent) {
                settle(sending);
            } else {
                transmit(sending);
            }
        }
    }

    private CallTag tag(RunningTask task, PartRun part, int call) {
        return new CallTag(
                cluster.latest().clusterId(),
                task.name(),
                part.part.volume().rank(),
                call,
                Set.copyOf(part.part.shards()));
    }

    /** Finds out what became of a call that may have been sent before. */
    private void settle(Sending sending) {
        CompletableFuture<Found> found = nodes.naming().isRenaming(sending.volume())
                ? CompletableFuture.completedFuture(new Found.Absent())
                : lookUp(sending);
        Unattended.run(
                found.thenCompose(result -> result instanceof Found.Absent
                                        && sending.needsQuiet()
                                        && !nodes.fence().isQuiet(sending.volume())
                                ? nodes.fence().quiet(sending.volume()).thenApply(x -> new Found.Quieted())
                                : CompletableFuture.completedFuture(result))
                        .handleAsync(
                                (result, failure) -> {
                                    settled(sending, result, failure);
                                    return null;
                                },
                                ports.loop()),
                "looking up what was sent to " + sending.volume());
    }

    private CompletableFuture<Found> lookUp(Sending sending) {
        CallTag tag = sending.tag;
        if (tag == null) {
            return CompletableFuture.completedFuture(new Found.Absent());
        }
        String volume = nodes.naming().of(sending.volume()).name();
        // what lies before an earlier call of the part is of a time before that one was sent again
        long first = Math.max(sending.part.floor, sending.part.lastNodeTask());
        return nodes.tasks()
                .find(sending.volume().node(), seen -> seen.uid() >= first && judge(sending, tag, seen) != null)
                .thenApply(seen -> {
                    // what arrived under a name that the volume had before did nothing to it
                    Found result = seen.filter(task -> volume.equals(task.indexUid()))
                            .map(task -> judge(sending, tag, task))
                            .orElse(null);
                    return result == null ? new Found.Absent() : result;
                });
    }

    /** What the node's task says of the call; null: nothing, or that the node could not do it for its own troubles. */
    private static @Nullable Found judge(Sending sending, CallTag tag, NodeTask seen) {
        CallTag other = CallTag.of(seen.metadata(), tag.cluster()).orElse(null);
        if (other == null) {
            return null;
        }
        if (other.stands(tag)) {
            return hasFaltered(seen) ? null : new Found.Taken(seen.ref());
        }
        // it may have been sent together with others before
        boolean together = sending.task.members.get(0).turn().sent()
                && other.rank() == tag.rank()
                && !other.tasks().equals(tag.tasks())
                && other.carries(sending.task.task.uid())
                && other.covers(tag);
        if (!together) {
            return null;
        }
        if (!seen.status().isFinal()) {
            return new Found.Unclear();
        }
        return seen.status().hasFailed() ? null : new Found.Taken(seen.ref());
    }

    private static boolean hasFaltered(NodeTask seen) {
        NodeError error = seen.error();
        return error != null && error.isTroubleOfTheNode();
    }

    private void settled(Sending sending, @Nullable Found found, @Nullable Throwable failure) {
        PartRun part = sending.part;
        if (sending.isOver()) {
            return;
        }
        if (found instanceof Found.Taken taken) {
            accepted(sending, nodes.tasks().claim(sending.volume().node(), taken.ref()));
        } else if (found instanceof Found.Absent) {
            // what has no tag is sent again anyway; what comes behind it may still have been taken
            part.maybeSent = sending.tag == null && part.maybeSent;
            // what was sent behind it before may be on the list already, and has to be sent again, too
            part.attempt++;
            transmit(sending);
        } else if (found instanceof Found.Quieted) {
            send(sending.task, part, sending.then);
        } else if (found instanceof Found.Unclear) {
            later(sending);
        } else if (cause(failure) instanceof NodeTasks.Untold untold && untold.isBusy()) {
            later(sending);
        } else {
            trouble(part, reason(failure), sending.then);
        }
    }

    private void later(Sending sending) {
        ports.loop().after(QUICK_RETRY, () -> send(sending.task, sending.part, sending.then));
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause = cause(failure);
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Its body is made only when there is room for it, and nothing of it is kept once the node has answered. */
    private void transmit(Sending sending) {
        NodeId node = sending.volume().node();
        Unattended.run(
                nodes.bodies()
                        .take(node, sending.call().write().body().size())
                        .thenComposeAsync(
                                share -> enter(sending)
                                        .whenCompleteAsync((answered, failure) -> share.close(), ports.loop()),
                                ports.loop()),
                "sending to " + sending.volume());
    }

    private CompletableFuture<Void> enter(Sending sending) {
        return nodes.fence()
                .enter(sending.volume())
                .handleAsync(
                        (passage, failure) -> {
                            if (failure != null) {
                                entryFailed(sending, reason(failure));
                            }
                            return Optional.ofNullable(passage);
                        },
                        ports.loop())
                .thenComposeAsync(
                        passage -> passage.isPresent()
                                ? transmit(sending, passage.get())
                                : CompletableFuture.completedFuture(null),
                        ports.loop());
    }

    private static void entryFailed(Sending sending, String reason) {
        if (!sending.isOver()) {
            trouble(sending.part, reason, sending.then);
        }
    }

    private CompletableFuture<Void> transmit(Sending sending, Doors.Passage passage) {
        if (sending.isOver()) {
            passage.end(true);
            return CompletableFuture.completedFuture(null);
        }
        VolumeWrite write = sending.call().write();
        String name = nodes.naming().of(sending.volume()).name();
        return CompletableFuture.supplyAsync(() -> write.body().of(name), ports.workers())
                .whenCompleteAsync(
                        (body, failure) -> {
                            if (failure != null) {
                                unmade(sending, passage, failure);
                            }
                        },
                        ports.loop())
                .thenComposeAsync(body -> leave(sending, passage, name, body), ports.loop());
    }

    /** It says nothing of the node that a body cannot be made; what is broken here is looked at when it is planned anew. */
    private void unmade(Sending sending, Doors.Passage passage, Throwable failure) {
        passage.end(true);
        cluster.fail("What is to be sent to " + sending.volume() + " cannot be read", failure);
    }

    /** What is not in sync any more when the request leaves does not get it. */
    private CompletableFuture<Void> leave(Sending sending, Doors.Passage passage, String name, byte @Nullable [] body) {
        PartRun part = sending.part;
        boolean over = sending.isOver();
        if (over || !InSync.of(cluster.latest(), sending.volume().index()).testAll(part.part)) {
            passage.end(true);
            if (!over) {
                send(sending.task, part, sending.then);
            }
            return CompletableFuture.completedFuture(null);
        }
        VolumeWrite write = sending.call().write();
        String path = tagged(write.path(name), sending.tag);
        return nodes.api()
                .take(new NodeRequest(
                        sending.volume().node(), write.method(), path, write.contentType(), body, TIMEOUT))
                .thenAccept(answer -> answered(sending, passage, answer));
    }

    private static String tagged(String path, @Nullable CallTag tag) {
        return tag == null
                ? path
                : path + (path.contains("?") ? "&" : "?") + "customMetadata="
                        + URLEncoder.encode(tag.text(), StandardCharsets.UTF_8);
    }

    private void answered(Sending sending, Doors.Passage passage, Answer<TaskRef> answer) {
        if (answer instanceof Answer.Said<TaskRef> said) {
            Claim claim = nodes.tasks().claim(sending.volume().node(), said.value());
            Unattended.run(
                    claim.shown().thenAccept(shown -> shown(sending, passage, claim, shown)),
                    "waiting for a task to show");
            return;
        }
        Answer.Silent<TaskRef> silent = answer instanceof Answer.Silent<TaskRef> unknown ? unknown : null;
        passage.end(silent == null || !silent.maybeDone());
        if (sending.isOver()) {
            return;
        }
        if (answer.isBusy()) {
            later(sending);
        } else if (silent != null) {
            retryOnce(sending, silent.reason(), silent.maybeDone());
        } else {
            refused(sending, ((Answer.Refused<TaskRef>) answer).error());
        }
    }

    private void shown(Sending sending, Doors.Passage passage, Claim claim, Claim.State shown) {
        boolean there = shown instanceof Claim.State.Shown;
        passage.end(there);
        if (sending.isOver()) {
            claim.release();
        } else if (there) {
            accepted(sending, claim);
        } else {
            // another node answered, or this one has lost it since
            claim.release();
            retryOnce(sending, "does not show the task it gave", true);
        }
    }

    private void accepted(Sending sending, Claim claim) {
        sending.part.took(sending.part.calls.get(sending.index), claim);
        send(sending.task, sending.part, sending.then);
    }

    private void refused(Sending sending, NodeError error) {
        PartRun part = sending.part;
        if (!error.isTroubleOfTheNode()) {
            part.refused(error.whole());
            sending.then.run();
            return;
        }
        if (part.retried && error.refusesWrites()) {
            nodes.watch().refusesWrites(sending.volume().node(), error.message());
        }
        retryOnce(sending, error.message(), false);
    }

    private void retryOnce(Sending sending, String reason, boolean unknown) {
        PartRun part = sending.part;
        part.attempt++;
        part.maybeSent |= unknown;
        if (part.retried) {
            trouble(part, reason, sending.then);
            return;
        }
        part.retried = true;
        later(sending);
    }

    private static void trouble(PartRun part, String reason, Runnable then) {
        part.troubled(reason);
        then.run();
    }
}
