package miroir.engine.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ApiErrorTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_SEARCH_LIMIT, invalid_search_limit, 400, invalid_request",
        "INDEX_NOT_FOUND, index_not_found, 404, invalid_request",
        "INVALID_API_KEY, invalid_api_key, 403, auth",
        "MISSING_CONTENT_TYPE, missing_content_type, 415, invalid_request",
        "NO_SPACE_LEFT_ON_DEVICE, no_space_left_on_device, 507, system",
        "TOO_MANY_SEARCH_REQUESTS, too_many_search_requests, 503, system",
        "UNRETRIEVABLE_DOCUMENT, unretrievable_document, 400, internal",
        "REQUIRES_ENTERPRISE_EDITION, requires_enterprise_edition, 451, invalid_request",
        "MIROIR_NO_QUORUM, miroir_no_quorum, 503, miroir",
        "MIROIR_SHARDS_UNAVAILABLE, miroir_shards_unavailable, 503, miroir",
        "MIROIR_NOT_SUPPORTED, miroir_not_supported, 501, miroir",
        "PLAN_OUTDATED, plan_outdated, 409, miroir",
        "OPERATION_NOT_FOUND, operation_not_found, 404, miroir"
    })
    void codes_have_their_wire_name_status_and_type(ErrorCode code, String wire, int status, String type) {
        assertThat(code.wire()).isEqualTo(wire);
        assertThat(code.status()).isEqualTo(status);
        assertThat(code.type()).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void every_error_survives_a_round_trip(ErrorCode code) {
        ApiError error = new ApiError(code, "with `quotes` and \"more\"\nlines");
        assertThat(ApiError.parse(error.json())).isEqualTo(error);
    }

    @Test
    void an_error_object_is_written_as_meilisearch_does() {
        assertThat(new String(new ApiError(ErrorCode.INDEX_NOT_FOUND, "Index `x` not found.").json(), UTF_8))
                .isEqualTo("{\"message\":\"Index `x` not found.\",\"code\":\"index_not_found\","
                        + "\"type\":\"invalid_request\","
                        + "\"link\":\"https://docs.meilisearch.com/errors#index_not_found\"}");
    }

    @Test
    void what_is_no_error_object_is_null_and_an_unknown_code_is_internal() {
        assertThat(ApiError.parse("<html>".getBytes(UTF_8))).isNull();
        assertThat(ApiError.parse("{}".getBytes(UTF_8))).isNull();
        assertThat(ApiError.parse("{\"message\":\"m\",\"code\":\"of_tomorrow\"}".getBytes(UTF_8)))
                .isEqualTo(new ApiError(ErrorCode.INTERNAL, "m"));
    }
}
