package miroir.engine.request;

import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/** The grammar of an index's name. */
public final class IndexUid {
    private static final int MAX_LENGTH = 400;

    private IndexUid() {}

    /** Returns the name if it is a legal one, else throws. */
    public static String check(String uid) {
        if (!isLegal(uid)) {
            throw new ApiException(ErrorCode.INVALID_INDEX_UID, fault(uid));
        }
        return uid;
    }

    /** One to 400 ASCII letters, digits, hyphens and underscores. */
    public static boolean isLegal(String uid) {
        return !uid.isEmpty() && uid.length() <= MAX_LENGTH && uid.chars().allMatch(IndexUid::isLegal);
    }

    /** What is said of a name that is not legal. */
    static String fault(String uid) {
        return "`" + uid + "` is not a valid index uid. Index uid can be an integer or a string containing only"
                + " alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.";
    }

    private static boolean isLegal(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
