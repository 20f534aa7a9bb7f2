package miroir.engine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import miroir.engine.error.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeEditRequestTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"address\": \"u:hunter2@h:1\"}",
                "{\"address\": \"http://u:hunter2@h:1\"}",
                "{\"address\": [\"http://u:hunter2@h:1\"]}",
                "{\"key\": [\"hunter2\"]}",
                "{\"key\": \"hunter2\\n\"}",
                "{\"key\": \"sealed:hunter2\"}"
            })
    void no_refusal_shows_a_key_or_a_password(String body) {
        assertThatThrownBy(() -> NodeEditRequest.parse("a", body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ApiException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        String plan = "{\"addNodes\": [{\"id\": \"a\", \"group\": 0, " + body.substring(1) + "]}";
        assertThatThrownBy(() -> WishRequest.parse(plan.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ApiException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }
}
