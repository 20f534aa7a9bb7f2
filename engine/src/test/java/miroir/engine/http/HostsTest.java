package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:7700",
                "miroir.localhost:1",
                "a.b-c.localhost",
                "127.0.0.1",
                "127.255.0.3:65535",
                "[::1]",
                "[::1]:7700"
            })
    void names_of_this_machine(String host) {
        assertThat(Hosts.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "attacker.example",
                "attacker.example:7700",
                "localhost.attacker.example",
                "notlocalhost",
                "localhost@attacker.example",
                "127.0.0.1.attacker.example",
                "127.0.0.256",
                "127.0.0",
                "128.0.0.1",
                "0.0.0.0",
                "10.0.0.1:7700",
                "[::2]",
                "::1",
                "localhost:7700:1",
                "localhost:",
                "localhost:x",
                "local host",
                "localhost\nattacker"
            })
    void names_that_may_be_others(String host) {
        assertThat(Hosts.isLoopback(host)).isFalse();
    }

    @Test
    void no_name_is_no_name_of_this_machine() {
        assertThat(Hosts.isLoopback(null)).isFalse();
        assertThat(Hosts.isSame("http://localhost", null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:7700, localhost:7700, true",
        "https://miroir.example, miroir.example, true",
        "https://miroir.example, miroir.example:443, true",
        "https://Miroir.Example:443, miroir.example, true",
        "http://miroir.example, miroir.example:80, true",
        "https://miroir.example:7700, miroir.example:7700, true",
        "http://[::1]:7700, [::1]:7700, true",
        "http://localhost:7701, localhost:7700, false",
        "http://localhost, localhost:7700, false",
        "http://127.0.0.1:7700, localhost:7700, false",
        "http://attacker.example, miroir.example, false",
        "http://miroir.example.attacker.example, miroir.example, false",
        "http://miroir.example@attacker.example, miroir.example, false",
        "http://x@miroir.example, miroir.example, false",
        "null, miroir.example, false",
        "miroir.example, miroir.example, false",
        "'', miroir.example, false",
        "'http://a b', miroir.example, false",
    })
    void an_origin_is_of_a_host_by_name_and_port(String origin, String host, boolean same) {
        assertThat(Hosts.isSame(origin, host)).isEqualTo(same);
    }
}
