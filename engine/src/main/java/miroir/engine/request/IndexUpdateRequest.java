package miroir.engine.request;

import java.util.List;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /indexes/{uid}}.
 *
 * @param uid the new name, if it is to be renamed
 */
public record IndexUpdateRequest(
        @Nullable String primaryKey, @Nullable String uid) {
    private static final List<String> NAMES = List.of("primaryKey", "uid");

    /** Reads the body; a new name must be a legal one. */
    public static IndexUpdateRequest fromJson(byte[] body) {
        @Nullable String[] read = new String[2];
        BodyValue whole = BodyValue.parse(body, ErrorCode.BAD_REQUEST);
        whole.members((name, value) -> {
            switch (name) {
                case "primaryKey" ->
                    read[0] = value.as(ErrorCode.INVALID_INDEX_PRIMARY_KEY).textOrNull();
                case "uid" -> read[1] = value.as(ErrorCode.INVALID_INDEX_UID).textOrNull();
                case "createdAt" -> throw immutable(name, ErrorCode.IMMUTABLE_INDEX_CREATED_AT);
                case "updatedAt" -> throw immutable(name, ErrorCode.IMMUTABLE_INDEX_UPDATED_AT);
                default -> throw whole.unknownField(name, NAMES);
            }
        });
        String uid = read[1];
        return new IndexUpdateRequest(read[0], uid == null ? null : IndexUid.check(uid));
    }

    private static ApiException immutable(String name, ErrorCode code) {
        return new ApiException(code, "Immutable field `" + name + "`: expected one of `primaryKey`, `uid`");
    }
}
