package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import miroir.core.time.Moment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginLimitTest {
    private Moment now = Moment.FIRST;
    private final List<String> over = new ArrayList<>();
    private final LoginLimit limit = new LoginLimit(() -> now, (address, count) -> over.add(address + " " + count));

    private int admitted(String address, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            if (limit.admits(address)) {
                admitted++;
                limit.failed(address);
            }
        }
        return admitted;
    }

    @Test
    void one_address_keeps_nobody_else_from_signing_in() {
        for (int i = 0; i < 1000; i++) {
            assertThat(admitted("10.0.0." + i, 7)).isEqualTo(5);
        }
        assertThat(limit.admits("192.0.2.1")).isTrue();
        now = now.plus(Duration.ofSeconds(61));
        assertThat(limit.admits("10.0.0.1")).isTrue();
        assertThat(over).hasSize(1000).contains("10.0.0.1 7");
    }

    @Test
    void tries_count_while_they_are_under_way() {
        for (int i = 0; i < 5; i++) {
            assertThat(limit.admits("a")).isTrue();
        }
        assertThat(limit.admits("a")).isFalse();
        limit.withdrawn("a");
        assertThat(limit.admits("a")).isTrue();
        limit.succeeded("a");
        assertThat(limit.admits("a")).isTrue();
    }

    @Test
    void addresses_are_kept_in_bounded_number() {
        for (int i = 0; i < 30_000; i++) {
            admitted("address " + i, 2);
        }
        assertThat(over).hasSizeGreaterThan(19_000);
        assertThat(admitted("address 0", 9)).isEqualTo(5);
    }

    @Test
    void notes_of_failures_are_bounded_whoever_tries() {
        List<String> notes = new ArrayList<>();
        SignIns signIns = new SignIns((actor, what, target, after) -> notes.add(target + " " + after), () -> now);
        for (int minute = 0; minute < 3; minute++) {
            for (int i = 0; i < 5_000; i++) {
                signIns.failed(minute + "." + i, "");
            }
            now = now.plus(Duration.ofSeconds(61));
        }
        assertThat(notes).hasSize(180);
        assertThat(notes.get(59)).contains("more are not noted");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "[2001:db8:1:2::9], 2001:db8:1:2::/64",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void an_ipv6_address_counts_with_its_network(String ip, String counted) {
        assertThat(SignIns.counted(ip)).isEqualTo(counted);
    }
}
