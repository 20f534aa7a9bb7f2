package miroir.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JsonNumberTest {
    @Test
    void numbers_are_the_nearest_double() {
        for (long seed = 0; seed < 20_000; seed++) {
            String text = text(new Random(seed));
            assertThat(exact(text)).as("seed %d: %s", seed, text).isEqualTo(Double.parseDouble(text));
        }
        for (String text :
                new String[] {"0", "-0", "-0.0", "9007199254740993", "0.1", "1e400", "123456789012345678", "5e-324"}) {
            assertThat(exact(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    @Test
    void scores_keep_their_order_and_stay_within_a_hair() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            int most = 1 + random.nextInt(5000);
            double left = random.nextInt(most + 1) / (double) most;
            double right = random.nextInt(most + 1) / (double) most;
            assertThat(score(left)).as("seed %d", seed).isCloseTo(left, Offset.offset(2e-16));
            assertThat(Double.compare(score(left), score(right)))
                    .as("seed %d", seed)
                    .isEqualTo(Double.compare(left, right));
        }
    }

    private static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong() >>> 2));
            case 1 -> Long.toString(random.nextLong());
            case 2 -> Double.toString(random.nextInt(100_000) / 100.0);
            default -> "-" + random.nextInt(1000) + "." + Long.toString(random.nextLong() >>> 1);
        };
    }

    private static double exact(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return JsonNumber.exact(bytes, 0, bytes.length);
    }

    private static double score(double value) {
        byte[] bytes = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
        return JsonNumber.score(bytes, 0, bytes.length);
    }
}
