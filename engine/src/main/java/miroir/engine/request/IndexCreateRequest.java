package miroir.engine.request;

import java.util.List;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /indexes}. */
public record IndexCreateRequest(String uid, @Nullable String primaryKey) {

    /** Reads the body. */
    public static IndexCreateRequest fromJson(byte[] body) {
        @Nullable String[] read = new String[2];
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(List.of("uid", "primaryKey"), (name, value) -> {
            if (name.equals("uid")) {
                read[0] = uid(value.as(ErrorCode.INVALID_INDEX_UID));
            } else {
                read[1] = value.as(ErrorCode.INVALID_INDEX_PRIMARY_KEY).textOrNull();
            }
        });
        String uid = read[0];
        if (uid == null) {
            throw new ApiException(ErrorCode.MISSING_INDEX_UID, "Missing field `uid`");
        }
        return new IndexCreateRequest(uid, read[1]);
    }

    private static String uid(BodyValue value) {
        String uid = value.text();
        if (!IndexUid.isLegal(uid)) {
            throw value.unexpected(IndexUid.fault(uid));
        }
        return uid;
    }
}
