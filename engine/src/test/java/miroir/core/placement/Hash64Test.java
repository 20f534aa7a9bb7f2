package miroir.core.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import miroir.core.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hash64Test {

    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "Nobody inspects the spammish repetition, fbcea83c8a378bf1"
    })
    void it_gives_the_published_values(String text, String hex) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(Long.toHexString(Hash64.of(bytes))).isEqualTo(hex);
        assertThat(Long.toHexString(PlainXxh64.hash(bytes))).isEqualTo(hex);
    }

    @Test
    void it_equals_a_plain_implementation_on_random_slices() {
        Seeds.each(random -> {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = new byte[random.nextInt(700)];
                random.nextBytes(bytes);
                int from = random.nextInt(bytes.length + 1);
                int length = random.nextInt(bytes.length - from + 1);
                byte[] slice = Arrays.copyOfRange(bytes, from, from + length);
                assertThat(Hash64.of(bytes, from, length)).isEqualTo(PlainXxh64.hash(slice));

                byte[] terminated = Arrays.copyOf(slice, length + 1);
                terminated[length] = (byte) 0xFF;
                assertThat(Hash64.ofTerminated(bytes, from, length)).isEqualTo(PlainXxh64.hash(terminated));
            }
        });
    }
}
