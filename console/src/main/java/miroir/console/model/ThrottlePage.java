package miroir.console.model;

import java.math.BigDecimal;
import java.util.List;
import miroir.console.model.TasksPage.Option;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * The form that changes how much an operation may use.
 *
 * @param rate how much is read per second, in the chosen one of {@code units}; empty or 0: unlimited
 * @param movesError what was wrong with the moves that were typed; empty: nothing
 * @param rateError what was wrong with the rate that was typed; empty: nothing
 */
public record ThrottlePage(
        String title,
        String href,
        String now,
        String moves,
        String rate,
        List<Option> units,
        String curl,
        String movesError,
        String rateError) {
    private static final int MOST_MOVES = 64;
    private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(1_000_000_000_000L);

    /** What was typed. */
    public record Input(String moves, String rate, String unit) {

        /** What that operation is allowed now. */
        public static Input of(Throttle throttle) {
            long bytes = throttle.bytesPerSecond();
            String unit = bytes % 1_000_000 == 0 ? "MB" : bytes % 1000 == 0 ? "kB" : "B";
            return new Input(
                    Integer.toString(throttle.concurrentMoves()),
                    bytes == 0 ? "" : Long.toString(bytes / size(unit)),
                    unit);
        }

        /** The same as a throttle; null when there is something wrong with it. */
        public @Nullable Throttle throttle() {
            if (!movesError().isEmpty() || !rateError().isEmpty()) {
                return null;
            }
            return new Throttle(bytes().longValue(), Integer.parseInt(moves.strip()));
        }

        private BigDecimal bytes() {
            return rate.isBlank()
                    ? BigDecimal.ZERO
                    : new BigDecimal(rate.strip()).multiply(BigDecimal.valueOf(size(unit)));
        }

        String movesError() {
            boolean fits = moves.strip().matches("[0-9]{1,2}")
                    && Integer.parseInt(moves.strip()) >= 1
                    && Integer.parseInt(moves.strip()) <= MOST_MOVES;
            return fits ? "" : "Moves at a time are a number from 1 to " + MOST_MOVES + ".";
        }

        String rateError() {
            boolean number = rate.isBlank() || rate.strip().matches("[0-9]{1,13}([.][0-9]{1,6})?");
            boolean fits = number && bytes().compareTo(MOST_BYTES) <= 0;
            return fits ? "" : "The rate is a number up to 1 TB per second, or empty for no limit.";
        }
    }

    /** The form for that operation, filled in with what was typed or is so now. */
    public static ThrottlePage of(OperationPicture operation, Input input, Curl curl, boolean sent) {
        Throttle shown = input.throttle() == null ? operation.throttle() : input.throttle();
        return new ThrottlePage(
                operation.title(),
                Links.operation(operation.operationId()),
                OperationPage.throttle(operation.throttle()),
                input.moves(),
                input.rate(),
                List.of(option("B", "bytes", input), option("kB", "kB", input), option("MB", "MB", input)),
                curl.throttle(operation.operationId(), shown),
                sent ? input.movesError() : "",
                sent ? input.rateError() : "");
    }

    private static Option option(String value, String label, Input input) {
        return new Option(value, label + " per second", value.equals(input.unit()));
    }

    private static long size(String unit) {
        return switch (unit) {
            case "MB" -> 1_000_000;
            case "kB" -> 1000;
            default -> 1;
        };
    }
}
