package miroir.engine.request;

import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/** Requests that Meilisearch understands and Miroir does not serve. */
final class Unsupported {
    private Unsupported() {}

    static ApiException vectorSearch(String name) {
        return new ApiException(
                ErrorCode.MIROIR_NOT_SUPPORTED,
                "Miroir does not support `" + name + "` yet: only keyword search is available.");
    }

    static ApiException federation() {
        return new ApiException(
                ErrorCode.MIROIR_NOT_SUPPORTED,
                "Miroir does not support `federation` yet: several queries are answered one by one.");
    }

    static ApiException network() {
        return new ApiException(
                ErrorCode.MIROIR_NOT_SUPPORTED,
                "Miroir does not support `useNetwork`: it spreads every request over its own nodes.");
    }
}
