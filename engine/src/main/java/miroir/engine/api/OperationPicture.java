package miroir.engine.api;

import java.time.Instant;
import java.util.List;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import org.jspecify.annotations.Nullable;

/**
 * One operation.
 *
 * @param planId what it carries out; null for those Miroir starts by itself, verify and repair
 * @param title for people: "Drain node-3"
 * @param phase for people: what it is doing now
 * @param safeToStop nodes that hold nothing any more, verified; only those may be switched off
 * @param result of verify, repair and the acceptance of copies; null for others
 */
public record OperationPicture(
        String operationId,
        @Nullable String planId,
        OperationKind kind,
        String title,
        OperationStatus status,
        String phase,
        Instant startedAt,
        @Nullable Instant finishedAt,
        Progress progress,
        List<MovePicture> moves,
        List<String> safeToStop,
        Operator.Throttle throttle,
        @Nullable Result result,
        @Nullable String error) {

    /** How much is done. Of documents: those copied to where they should be. */
    public record Progress(int copiesDone, int copies, long documentsDone, long documents) {}

    /**
     * One copy that is built.
     *
     * @param holdMs how long writes were held at the commit; 0 before
     * @param error what went wrong last; null: nothing
     */
    public record MovePicture(
            String index,
            int shard,
            @Nullable String from,
            String to,
            MovePhase phase,
            long documentsDone,
            long documents,
            long holdMs,
            int attempts,
            @Nullable String error) {}

    /**
     * What an operation found: how shards' copies compare, or what an accepted copy serves.
     *
     * @param skipped shards whose copies could not be compared, or of which none was accepted
     * @param documents that accepted copies serve; null: none was to be accepted
     * @param verdicts on the first shards whose copies differ, could not be compared, were accepted or left as they are
     */
    public record Result(
            long compared,
            long differing,
            long repaired,
            long skipped,
            @Nullable Long documents,
            List<Verdict> verdicts) {
        /** Results that were written down before there were verdicts have none. */
        public Result {
            verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
        }

        /** What verify and repair found. */
        public static Result ofComparison(
                long compared, long differing, long repaired, long skipped, List<Verdict> verdicts) {
            return new Result(compared, differing, repaired, skipped, null, verdicts);
        }

        /** What the copies that were accepted serve. */
        public static Result ofAcceptance(long documents, long left, List<Verdict> verdicts) {
            return new Result(0, 0, 0, left, documents, verdicts);
        }
    }

    /**
     * Which copies of a shard are believed.
     *
     * @param believed the nodes whose copies are; empty: they could not be compared, or none was accepted
     * @param differing the nodes whose copies are not
     * @param why for people
     */
    public record Verdict(int shard, List<String> believed, List<String> differing, String why) {}
}
