package miroir.console.model;

import miroir.core.plan.Plan.Move;

/** One move of a plan as a table row; {@code from} says what the copy is built from when it replaces none. */
public record MoveRow(
        int number,
        String index,
        int shard,
        String shardHref,
        String from,
        String to,
        String documents,
        String bytes,
        String reason) {

    static MoveRow of(int number, Move move) {
        return new MoveRow(
                number,
                move.index(),
                move.shard(),
                Links.shard(move.index(), move.shard()),
                move.from() == null ? "any in sync" : move.from().value(),
                move.to().value(),
                Words.count(move.documents()),
                Words.bytes(move.bytes()),
                move.reason());
    }
}
