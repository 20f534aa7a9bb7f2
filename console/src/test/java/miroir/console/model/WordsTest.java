package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0 B", "999|999 B", "1000|1.0 kB", "1581000|1.6 MB", "123456789|123 MB", "-1|unknown"})
    void sizes_have_one_unit(long bytes, String words) {
        assertThat(Words.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"PT0.037S, 37 ms", "PT1.9S, 1.9 s", "PT119S, 119 s", "PT4M4S, 4 min", "PT23H, 23 h", "PT72H, 3 days"})
    void durations_have_one_unit(Duration span, String words) {
        assertThat(Words.span(span)).isEqualTo(words);
    }

    @Test
    void the_past_is_told_from_now() {
        assertThat(Words.ago(NOW, NOW)).isEqualTo("just now");
        assertThat(Words.ago(NOW, NOW.minusSeconds(4))).isEqualTo("4 s ago");
        assertThat(Words.ago(NOW, NOW.plusSeconds(9))).isEqualTo("just now");
    }

    @Test
    void counts_agree_with_their_noun() {
        assertThat(Words.count(1, "copy", "copies")).isEqualTo("1 copy");
        assertThat(Words.count(1_181_440, "copy", "copies")).isEqualTo("1,181,440 copies");
        assertThat(Words.count(-1)).isEqualTo("unknown");
    }

    @Test
    void lists_read_as_a_sentence() {
        assertThat(Words.and(List.of())).isEmpty();
        assertThat(Words.and(List.of("a", "b", "c"))).isEqualTo("a, b and c");
        assertThat(Words.ranges(List.of(1, 4, 5, 6, 7, 9, 10))).isEqualTo("1, 4–7, 9, 10");
        assertThat(Words.ranges(List.of())).isEmpty();
    }
}
