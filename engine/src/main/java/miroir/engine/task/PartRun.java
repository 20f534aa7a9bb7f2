package miroir.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.engine.dialect.NodeError;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Json;
import miroir.engine.follow.Claim;
import miroir.engine.store.TaskPart;
import miroir.engine.write.NodeCall;
import miroir.engine.write.Part;
import org.jspecify.annotations.Nullable;

/** One part of a running task: how far its calls got. Loop thread only. */
final class PartRun {
    /** How far a part got. */
    enum State {
        /** Calls are being sent. */
        SENDING,
        /** Could not be sent; waits for what the other parts say. */
        TROUBLED,
        /** The node took every call. */
        ACCEPTED,
        /** The node's tasks all succeeded. */
        SUCCEEDED,
        /** Every call was refused or has ended, and not all succeeded. */
        FAILED,
        /** The copies of this part were demoted; it no longer counts. */
        GIVEN_UP
    }

    /** As it was planned; an answer is owed for each of its shards. */
    final Part planned;
    /** What is left of it: the shards whose copies were in sync when something was sent last. */
    Part part;

    List<Call> calls;
    State state = State.SENDING;
    /** Counts how often it came to rest without being taken: what was begun before then says nothing more. */
    int turn;

    int attempt = 1;
    /** How often it was tried from the start. */
    int rounds;
    /** Older tasks of the node are none of it: it lies behind those of the tasks before it. */
    long floor = -1;
    /** Whether the call that is being sent was already tried again in place. */
    boolean retried;
    /** Whether the node may have taken calls that it is not known to have: they are looked up before they are sent. */
    boolean maybeSent;
    /** What the node says it took, until the task's end has been written down. */
    private final List<Claim> claims = new ArrayList<>();

    String trouble = "";

    @Nullable
    JsonNode error;

    PartRun(Part part) {
        this.planned = part;
        this.part = part;
        this.calls = part.calls().stream().map(c -> new Call()).toList();
    }

    /** Leaves out shards whose copies are not in sync any more; what the node took of the others counts on. */
    void narrow(InSync inSync) {
        List<Integer> kept = part.shards().stream()
                .filter(shard -> inSync.test(part.volume(), shard))
                .toList();
        if (kept.size() < part.shards().size()) {
            Part narrower = part.only(Set.copyOf(kept));
            calls = narrower.calls().stream().map(this::sent).toList();
            part = narrower;
        }
    }

    /** How far the call got that is this one but for some shards. */
    private Call sent(NodeCall narrower) {
        return IntStream.range(0, calls.size())
                .filter(i -> part.calls().get(i).isLike(narrower))
                .mapToObj(calls::get)
                .findFirst()
                .orElseGet(Call::new);
    }

    /** One call's node task. */
    static final class Call {
        @Nullable
        Claim claim;

        TaskStatus status = TaskStatus.ENQUEUED;

        @Nullable
        JsonNode details;

        boolean hasFailed() {
            return status.hasFailed();
        }

        /** Its number on the node; -1 when the node has not taken it. */
        long nodeTask() {
            Claim mine = claim;
            return mine == null ? -1 : mine.ref().uid();
        }
    }

    /** The node has taken the call. */
    void took(Call call, Claim claim) {
        claims.add(claim);
        call.claim = claim;
        retried = false;
    }

    /** It could not be sent. */
    void troubled(String reason) {
        state = State.TROUBLED;
        trouble = reason;
        retried = false;
        turn++;
    }

    /** Nothing of it is waited for any more. */
    void release() {
        claims.forEach(Claim::release);
        claims.clear();
    }

    /** The first call that the node has not taken yet; the number of calls when it took all. */
    int next() {
        return IntStream.range(0, calls.size())
                .filter(i -> calls.get(i).claim == null)
                .findFirst()
                .orElse(calls.size());
    }

    boolean settled() {
        return state != State.SENDING && state != State.TROUBLED;
    }

    boolean finished() {
        return state == State.SUCCEEDED || state == State.FAILED || state == State.GIVEN_UP;
    }

    /** Takes over how a call ended; the part has ended when all of its calls have. */
    void observe(Claim claim, Claim.State ended) {
        if (finished()) {
            return;
        }
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).claim == claim) {
                observe(calls.get(i), part.calls().get(i), ended);
            }
        }
        end();
    }

    private void observe(Call call, NodeCall made, Claim.State ended) {
        if (ended instanceof Claim.State.Shown shown) {
            NodeError problem = shown.task().error();
            boolean harmless =
                    problem != null && problem.code().equals(made.write().tolerates());
            call.status = harmless ? TaskStatus.SUCCEEDED : shown.task().status();
            call.details = shown.task().details();
            error = call.hasFailed() && error == null && problem != null ? problem.whole() : error;
        } else {
            call.status = TaskStatus.FAILED;
            error = error == null ? lost(call.nodeTask()) : error;
        }
    }

    private static JsonNode lost(long uid) {
        ApiError gone = new ApiError(ErrorCode.INTERNAL, "The node no longer knows its task " + uid + ".");
        return Json.read(new String(gone.json(), StandardCharsets.UTF_8));
    }

    /** The node refused the next call: it and those behind it are not made. */
    void refused(JsonNode problem) {
        error = problem;
        calls.stream().filter(call -> call.claim == null).forEach(call -> call.status = TaskStatus.FAILED);
        state = State.ACCEPTED;
        end();
    }

    private void end() {
        boolean failed = calls.stream().anyMatch(Call::hasFailed);
        if (calls.stream().allMatch(call -> call.status.isFinal())) {
            state = failed ? State.FAILED : State.SUCCEEDED;
        }
    }

    /** Whether it failed only because of its node's own troubles. */
    boolean hasFaltered() {
        NodeError problem = NodeError.of(0, error);
        return state == State.FAILED && problem != null && problem.isTroubleOfTheNode();
    }

    /** Whether two parts that failed did the same: of what both had to do, the same calls succeeded. */
    boolean failedLike(PartRun other) {
        for (int i = 0; i < calls.size(); i++) {
            NodeCall call = part.calls().get(i);
            boolean failed = calls.get(i).hasFailed();
            for (int j = 0; j < other.calls.size(); j++) {
                if (other.part.calls().get(j).isLike(call) && other.calls.get(j).hasFailed() != failed) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The newest of the node's tasks; -1: it took none. */
    long lastNodeTask() {
        return calls.stream().mapToLong(Call::nodeTask).max().orElse(-1);
    }

    /** The last call's details: it carries the counts. */
    @Nullable
    JsonNode details() {
        return calls.get(calls.size() - 1).details;
    }

    TaskPart stored(long task) {
        long last = lastNodeTask();
        PartStatus status = switch (state) {
            case SENDING, TROUBLED -> PartStatus.PENDING;
            case ACCEPTED -> PartStatus.ENQUEUED;
            case SUCCEEDED -> PartStatus.SUCCEEDED;
            case FAILED -> PartStatus.FAILED;
            case GIVEN_UP -> PartStatus.SKIPPED;
        };
        String text = error != null ? error.toString() : trouble.isEmpty() ? null : trouble;
        return new TaskPart(task, part.volume().node(), part.volume().rank(), last, attempt, status, text);
    }
}
