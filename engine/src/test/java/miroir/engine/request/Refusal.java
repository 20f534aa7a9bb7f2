package miroir.engine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this package ask of refusals. */
final class Refusal {
    private Refusal() {}

    static void assertRefused(ThrowingCallable call, String code, String message) {
        ApiError error = errorOf(call);
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.code().wire()).isEqualTo(code);
    }

    static ApiError errorOf(ThrowingCallable call) {
        ApiException thrown = catchThrowableOfType(ApiException.class, call);
        assertThat(thrown).as("refusal").isNotNull();
        return thrown.error();
    }

    /** {@code a=1&b=2}, without percent decoding. */
    static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), List.of(pair.substring(equals + 1)));
        }
        return query;
    }
}
