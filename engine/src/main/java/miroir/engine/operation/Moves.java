package miroir.engine.operation;

import java.util.List;
import miroir.core.operation.MovePhase;
import miroir.core.plan.Plan;
import miroir.core.topology.NodeId;
import miroir.engine.api.OperationPicture;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.sync.SyncProgress;

/** Moves as they are stored and as they are shown. */
final class Moves {
    private Moves() {}

    /** A move of a plan, before it began. */
    static StoredMove planned(String operation, int number, Plan.Move move) {
        return new StoredMove(
                operation,
                number,
                move.indexId(),
                move.index(),
                move.shard(),
                move.from(),
                move.to(),
                move.rank(),
                MovePhase.PLANNED,
                move.documents(),
                move.bytes(),
                0,
                0,
                0,
                null);
    }

    static StoredMove with(StoredMove move, SyncProgress seen) {
        return new StoredMove(
                move.operationId(),
                move.number(),
                move.indexId(),
                move.indexUid(),
                move.shard(),
                move.source(),
                move.target(),
                move.rank(),
                seen.phase(),
                seen.documents() > 0 ? seen.documents() : move.documents(),
                move.bytes(),
                seen.documentsDone(),
                seen.holdMs(),
                seen.attempts(),
                seen.error());
    }

    static StoredMove in(StoredMove move, MovePhase phase) {
        return new StoredMove(
                move.operationId(),
                move.number(),
                move.indexId(),
                move.indexUid(),
                move.shard(),
                move.source(),
                move.target(),
                move.rank(),
                phase,
                move.documents(),
                move.bytes(),
                move.documentsDone(),
                move.holdMs(),
                move.attempts(),
                move.error());
    }

    static OperationPicture picture(StoredOperation operation, List<StoredMove> moves) {
        return picture(operation, Notes.fromJson(operation.content()), moves);
    }

    static OperationPicture picture(StoredOperation operation, Notes notes, List<StoredMove> moves) {
        return new OperationPicture(
                operation.id(),
                operation.planId(),
                operation.kind(),
                operation.title(),
                operation.status(),
                notes.phase(),
                operation.startedAt(),
                operation.finishedAt(),
                progress(moves),
                moves.stream().map(Moves::picture).toList(),
                notes.safeToStop(),
                notes.throttle(),
                notes.result(),
                notes.error());
    }

    private static OperationPicture.Progress progress(List<StoredMove> moves) {
        int done = 0;
        long documentsDone = 0;
        long documents = 0;
        for (StoredMove move : moves) {
            done += move.phase().isCopied() ? 1 : 0;
            documentsDone +=
                    move.phase().isCopied() ? move.documents() : Math.min(move.documentsDone(), move.documents());
            documents += move.documents();
        }
        return new OperationPicture.Progress(done, moves.size(), documentsDone, documents);
    }

    private static OperationPicture.MovePicture picture(StoredMove move) {
        NodeId source = move.source();
        return new OperationPicture.MovePicture(
                move.indexUid(),
                move.shard(),
                source == null ? null : source.value(),
                move.target().value(),
                move.phase(),
                move.phase().isCopied() ? move.documents() : move.documentsDone(),
                move.documents(),
                move.holdMs(),
                move.attempts(),
                move.error());
    }
}
