package miroir.core.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "u:hunter2@h:1",
                "http://u:hunter2@h:1",
                "http:/u:hunter2@h:1",
                "//u:hunter2@h:1",
                "u:hun ter2 hunter2@h",
                "u:x://hunter2@h",
                "u:x?hunter2@h",
                "u:x@hunter2@h",
                "http://h?key=hunter2",
                "h#hunter2",
                "h?a@b=hunter2",
                "u@h?a@b=hunter2#@"
            })
    void no_password_shows_whatever_the_form(String text) {
        assertThat(NodeAddress.masked(text)).doesNotContain("hunter2").contains("***");
    }

    @Test
    void what_holds_none_shows_as_it_is() {
        for (String text :
                new String[] {"http://10.0.0.1:7700/path", "10.0.0.1:7700", "ftp://h", "many", "", "[::1]:1"}) {
            assertThat(NodeAddress.masked(text)).isEqualTo(text);
        }
    }
}
