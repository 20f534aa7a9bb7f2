package miroir.engine.volume;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Volume;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeError;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.Claim;
import miroir.engine.follow.NodeTasks;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.Ports;
import org.jspecify.annotations.Nullable;

/** Writes to volumes outside the task log, and follows each write until its task has ended. Loop thread. */
public final class VolumeWriter {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Ports ports;
    private final NodeApi api;
    private final NodeTasks tasks;
    private final Fence fence;
    private final VolumeNaming naming;

    public VolumeWriter(Ports ports, NodeApi api, NodeTasks tasks, Fence fence, VolumeNaming naming) {
        this.ports = ports;
        this.api = api;
        this.tasks = tasks;
        this.fence = fence;
        this.naming = naming;
    }

    /** Completes on the loop when the node's task has succeeded; fails with {@link NodeTrouble}. */
    public CompletableFuture<Void> perform(Volume volume, VolumeWrite write) {
        return perform(volume, write, () -> {});
    }

    /** The same, unless {@code wanted}, which runs just before the request leaves, throws: then it does not leave. */
    public CompletableFuture<Void> perform(Volume volume, VolumeWrite write, Runnable wanted) {
        return fence.enter(volume).thenComposeAsync(passage -> send(volume, write, passage, wanted), ports.loop());
    }

    private CompletableFuture<Void> send(Volume volume, VolumeWrite write, Doors.Passage passage, Runnable wanted) {
        String name = naming.of(volume).name();
        NodeId node = volume.node();
        return CompletableFuture.supplyAsync(() -> write.body().of(name), ports.workers())
                .thenApplyAsync(
                        body -> {
                            wanted.run();
                            return request(node, write, name, body);
                        },
                        ports.loop())
                .whenComplete((request, unsent) -> {
                    if (unsent != null) {
                        passage.end(true);
                    }
                })
                .thenCompose(request -> api.take(request).thenCompose(answer -> taken(node, write, passage, answer)));
    }

    /** The request for a volume of that name. */
    static NodeRequest request(NodeId node, VolumeWrite write, String name, byte @Nullable [] body) {
        return new NodeRequest(node, write.method(), write.path(name), write.contentType(), body, TIMEOUT)
                .as(Purpose.COPY);
    }

    private CompletableFuture<Void> taken(
            NodeId node, VolumeWrite write, Doors.Passage passage, Answer<TaskRef> answer) {
        if (answer instanceof Answer.Said<TaskRef> said) {
            return follow(node, write, passage, tasks.claim(node, said.value()));
        }
        if (answer instanceof Answer.Refused<TaskRef> refused) {
            passage.end(true);
            if (refused.error().code().equals(write.tolerates())) {
                return CompletableFuture.completedFuture(null);
            }
            throw new NodeTrouble(node, refused.error());
        }
        Answer.Silent<TaskRef> silent = (Answer.Silent<TaskRef>) answer;
        passage.end(!silent.maybeDone());
        throw new NodeTrouble(node, silent.reason(), silent.maybeDone());
    }

    private CompletableFuture<Void> follow(NodeId node, VolumeWrite write, Doors.Passage passage, Claim claim) {
        return claim.shown()
                .thenCompose(shown -> {
                    // a node that does not have the task it gave did not give it: something may be on its way
                    passage.end(shown instanceof Claim.State.Shown);
                    return claim.ended();
                })
                .thenAccept(ended -> judge(node, write, ended))
                .whenComplete((done, failure) -> claim.release());
    }

    private static void judge(NodeId node, VolumeWrite write, Claim.State ended) {
        if (!(ended instanceof Claim.State.Shown shown)) {
            throw new NodeTrouble(node, "does not know the task it gave", true);
        }
        NodeTask task = shown.task();
        NodeError error = task.error();
        if (task.status() == TaskStatus.SUCCEEDED
                || (error != null && error.code().equals(write.tolerates()))) {
            return;
        }
        throw error == null
                ? new NodeTrouble(node, "its task was " + task.status().wire(), false)
                : new NodeTrouble(node, error);
    }
}
