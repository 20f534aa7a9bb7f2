package miroir.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private static long seconds(long number) {
        return number * SECOND;
    }

    @Test
    void who_sends_nothing_is_late_after_the_grace() {
        Pace pace = new Pace();
        pace.begin(0);
        assertThat(pace.left(seconds(19))).isEqualTo(seconds(1));
        assertThat(pace.left(seconds(20))).isZero();
    }

    @Test
    void who_drips_is_late_soon_after() {
        Pace pace = new Pace();
        int second = 0;
        for (; second < 60; second++) {
            pace.begin(seconds(second));
            if (pace.left(seconds(second + 1)) <= 0) {
                break;
            }
            pace.progress(seconds(second + 1), 1);
        }
        assertThat(second).isBetween(18, 22);
    }

    @Test
    void a_slow_line_is_never_late_however_long_it_takes() {
        Pace pace = new Pace();
        for (int second = 0; second < 10_000; second++) {
            pace.begin(seconds(second));
            assertThat(pace.left(seconds(second + 1))).isPositive();
            pace.progress(seconds(second + 1), Pace.RATE);
        }
    }

    @Test
    void what_came_early_buys_no_time() {
        Pace pace = new Pace();
        pace.begin(0);
        pace.progress(seconds(1), 1 << 30);
        pace.begin(seconds(1));
        assertThat(pace.left(seconds(21))).isZero();
    }

    @Test
    void the_time_in_which_nothing_is_waited_for_does_not_count() {
        Pace pace = new Pace();
        pace.begin(0);
        pace.progress(seconds(10), 1);
        assertThat(pace.left(seconds(1000))).isEqualTo(Long.MAX_VALUE);
        pace.begin(seconds(1000));
        assertThat(pace.left(seconds(1001))).isGreaterThan(seconds(8));
    }

    @Test
    void all_must_have_come_by_the_deadline_however_fast() {
        Pace pace = new Pace(0, Duration.ofSeconds(10));
        for (int second = 0; second < 9; second++) {
            pace.begin(seconds(second));
            pace.progress(seconds(second + 1), 1 << 20);
        }
        pace.begin(seconds(9));
        assertThat(pace.left(seconds(10))).isZero();
    }

    @Test
    void a_piece_of_an_answer_takes_less_than_the_grace_at_the_least_rate() {
        assertThat(Sending.PIECE / Pace.RATE).isLessThan(Pace.GRACE.toSeconds());
    }
}
