package miroir.engine.request;

import java.util.List;
import miroir.engine.api.Operator.Throttle;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /_miroir/operations/{id}/throttle}: one or both.
 *
 * @param bytesPerSecond 0: unlimited; null: as before
 * @param concurrentMoves null: as before
 */
public record ThrottleRequest(
        @Nullable Long bytesPerSecond, @Nullable Integer concurrentMoves) {
    private static final int MAX_MOVES = 1000;

    /** Reads it; throws what is wrong with the body. */
    public static ThrottleRequest parse(byte[] body) {
        @Nullable Long[] bytes = new Long[1];
        @Nullable Integer[] moves = new Integer[1];
        List<String> names = List.of("bytesPerSecond", "concurrentMoves");
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(names, (name, value) -> {
            if (name.equals("bytesPerSecond")) {
                bytes[0] = value.count();
            } else {
                moves[0] = atLeastOne(value);
            }
        });
        if (bytes[0] == null && moves[0] == null) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST, "At least one of `bytesPerSecond` and `concurrentMoves` is needed.");
        }
        return new ThrottleRequest(bytes[0], moves[0]);
    }

    private static int atLeastOne(BodyValue value) {
        int count = value.countUpTo(MAX_MOVES);
        if (count == 0) {
            throw value.unexpected("must be at least 1");
        }
        return count;
    }

    /** The throttle as it comes to be, what is not given as it was. */
    public Throttle over(Throttle before) {
        return new Throttle(
                bytesPerSecond == null ? before.bytesPerSecond() : bytesPerSecond,
                concurrentMoves == null ? before.concurrentMoves() : concurrentMoves);
    }
}
