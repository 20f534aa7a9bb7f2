package miroir.console.model;

import java.time.Duration;
import java.util.Locale;
import miroir.engine.api.OperationPicture.MovePicture;

/** One move of an operation as a table row. */
public record MoveProgress(
        String id,
        String index,
        int shard,
        String shardHref,
        String from,
        String to,
        Badge phase,
        Bar bar,
        String documents,
        String hold,
        int attempts,
        String error) {

    static MoveProgress of(MovePicture move) {
        return new MoveProgress(
                "move-" + move.index() + "-" + move.shard() + "-" + move.to(),
                move.index(),
                move.shard(),
                Links.shard(move.index(), move.shard()),
                move.from() == null ? "any in sync" : move.from(),
                move.to(),
                Badge.of(move.phase()),
                bar(move),
                Words.count(move.documentsDone()) + " of " + Words.count(move.documents()),
                move.holdMs() == 0 ? "–" : Words.span(Duration.ofMillis(move.holdMs())),
                move.attempts(),
                move.error() == null ? "" : move.error());
    }

    private static Bar bar(MovePicture move) {
        String css = Stage.of(move) == Stage.FAILED ? "bar-bad" : Stage.of(move) == Stage.DONE ? "bar-ok" : "bar-busy";
        boolean whole = move.documents() == 0 && Stage.of(move) == Stage.DONE;
        return Bar.of(
                move.documentsDone() + " of " + move.documents() + " documents",
                whole ? 1 : move.documents(),
                new Bar.Part(css, whole ? 1 : Math.min(move.documentsDone(), move.documents())));
    }

    /** How far a move is, coarsely; in the order in which they ask for attention. */
    public enum Stage {
        FAILED,
        RUNNING,
        PLANNED,
        DONE,
        CANCELED;

        static Stage of(MovePicture move) {
            return switch (move.phase()) {
                case PLANNED -> PLANNED;
                case DONE -> DONE;
                case FAILED -> FAILED;
                case CANCELED -> CANCELED;
                case PREPARED, COPYING, DELTA, HOLD, VERIFY, COMMITTED, CLEANING -> RUNNING;
            };
        }

        /** The word for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
