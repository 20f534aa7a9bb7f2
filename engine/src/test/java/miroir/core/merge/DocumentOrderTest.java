package miroir.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentOrderTest {
    @Test
    void integers_come_first_by_value_then_texts_by_bytes() {
        List<String> sorted = List.of(
                "-99999999999999999999",
                "-10",
                "-9",
                "0",
                "2",
                "10",
                "18446744073709551616",
                "",
                "+1",
                "-",
                "-0",
                "007",
                "1.5",
                "A",
                "a",
                "a1",
                "\uFFFD",
                "\uD83D\uDE00");
        List<String> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));
        shuffled.sort(DocumentOrder.IDS);
        assertThat(shuffled).isEqualTo(sorted);
    }

    @Test
    void only_the_same_text_is_equal() {
        assertThat(DocumentOrder.compare("7", "007")).isNotZero();
        assertThat(DocumentOrder.compare("0", "-0")).isNotZero();
        assertThat(DocumentOrder.compare("x", "x")).isZero();
    }

    @Test
    void texts_compare_as_their_utf8_bytes_do() {
        String alphabet = "az\u0080\u07ff\u0800\ue000\uffff";
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            String left = text(random, alphabet);
            String right = text(random, alphabet);
            int bytes = Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(Utf8Order.compare(left, right)))
                    .as("seed %d", seed)
                    .isEqualTo(Integer.signum(bytes));
        }
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int at = random.nextInt(4); at > 0; at--) {
            int pick = random.nextInt(alphabet.length() + 1);
            text.appendCodePoint(pick == alphabet.length() ? 0x10000 + random.nextInt(3) : alphabet.charAt(pick));
        }
        return text.toString();
    }
}
